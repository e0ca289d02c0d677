package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.drill.ReplayDrill;
import io.github.refundworker.ops.drill.ReplayPlan;
import io.github.refundworker.ops.drill.ReplayResult;
import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.stack.LocalStack;
import io.github.refundworker.ops.stack.StackOptions;
import io.github.refundworker.ops.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The replay drill on a stack of processes: real broker, real worker, real kills. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReplayDrillTest {

    @Test
    void shouldLeaveTheLedgerAsItIsTheSecondTime() throws Exception {
        Installation installation = Installation.here();
        assumeTrue(installation.isBuilt(), "the worker's jar is not built: run ./mvnw verify, which packages it first");
        StackAddress address = TestBroker.freePorts();
        StackOptions options = new StackOptions(address, StackOptions.Provider.IN_PROCESS, false, false, false, null);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream screen = new PrintStream(said, true, UTF_8);
        try (LocalStack stack = new LocalStack(installation, options, Screen.on(screen));
                JsonHttp http = new JsonHttp()) {
            stack.start();

            ReplayResult result =
                    new ReplayDrill(http, address, Refundctl.class, new ReplayPlan(45, 10, 30), screen::println).run();

            assertThat(result.agrees())
                    .as("%s%n%s", result, said.toString(UTF_8))
                    .isTrue();
            assertThat(result.replayedWhenKilled()).isBetween(15L, 44L);
            assertThat(result.replayedWhenInterrupted()).isBetween(result.replayedWhenKilled(), 44L);
            assertThat(result.live()).isPositive();
            assertThat(result.ledgerRefunds()).isGreaterThanOrEqualTo(45);
            assertThat(result.ledgerRefundsAfterAnother()).isEqualTo(result.ledgerRefunds());
        } finally {
            Directories.delete(address.directory(installation.root()));
        }
    }
}
