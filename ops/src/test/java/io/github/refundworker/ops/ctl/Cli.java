package io.github.refundworker.ops.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs a verb in this process. */
final class Cli {

    private Cli() {}

    record Run(int exit, String out, String err) {
        JsonNode json() {
            assertThat(out.lines()).as(err).hasSize(1);
            return JsonHttp.MAPPER.readTree(out);
        }

        List<JsonNode> jsonLines() {
            return out.lines().map(JsonHttp.MAPPER::readTree).toList();
        }
    }

    /** Verbs print data to the process's standard output and messages to its error stream. */
    static Run run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = Refundctl.commandLine()
                    .setOut(new PrintWriter(System.out, true))
                    .setErr(new PrintWriter(System.err, true));
            int exit = command.execute(args);
            return new Run(exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
