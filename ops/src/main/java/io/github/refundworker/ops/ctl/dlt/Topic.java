package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.ClientConfig;
import io.github.refundworker.ops.ctl.Common;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters, and how to reach them. */
final class Topic {

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            defaultValue = "refund-requests-dlt",
            description =
                    "The dead-letter topic: ${DEFAULT-VALUE}, or refund-inputs-dlt, which is only to be looked at."
                            + " Default: ${DEFAULT-VALUE}.")
    private String name = "";

    @Mixin
    private ClientConfig clientConfig = new ClientConfig();

    @Mixin
    private Common common = new Common();

    boolean json() {
        return common.json;
    }

    DeadLetterTopic topic() {
        return new DeadLetterTopic(name);
    }

    DeadLetterDesk desk() throws IOException {
        return desk(topic());
    }

    DeadLetterDesk desk(DeadLetterTopic topic) throws IOException {
        return new DeadLetterDesk(clientConfig.access(common), topic);
    }
}
