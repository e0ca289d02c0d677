package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = printingTo(new PrintStream(out, true, UTF_8), args);
        return new Run(run.exit, out.toString(UTF_8), run.err);
    }

    /** With a standard output of the caller's; what went there, the caller knows. */
    static Run printingTo(PrintStream output, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(output);
        System.setErr(new PrintStream(errBytes, true, UTF_8));
        try {
            return new Run(Refundctl.run(args), "", errBytes.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
