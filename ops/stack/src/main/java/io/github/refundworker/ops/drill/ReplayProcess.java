package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A replay as a person would run it, in a process that can be killed.
 *
 * @param refundctl the class that runs {@code refundctl}
 * @param plan the file that says which letters
 * @param rate letters a second
 * @param why the reason given, by which its job is found
 */
record ReplayProcess(Class<?> refundctl, String bootstrap, Path plan, int rate, String why) {

    Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        refundctl.getName(),
                        "dlt",
                        "replay",
                        plan.toString(),
                        "--rekey",
                        "--rate",
                        rate + "/s",
                        "--why",
                        why,
                        "--confirm",
                        DeadLetterTopic.REQUESTS.name(),
                        "--bootstrap",
                        bootstrap)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
