package io.github.refundworker.ops.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.TestBroker;
import io.github.refundworker.ops.testing.FakeWorker;
import io.github.refundworker.ops.testing.FakeWorker.Mistake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(TestBroker.class)
class RefundctlTest {

    /** Port 1 is reserved, and nothing listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    private static Run run(String... args) {
        return Cli.run(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "refund",
                "request",
                "request --charge ch-1",
                "request --charge ch-1 --amount 25.00",
                "request --charge ch-1 --all --amount 25.00 --currency USD",
                "request --charge ch-1 --amount 1e3 --currency USD",
                "request --charge ch-1 --amount 25.00 --currency dollars",
                "request --charge ch-1 --all --bootstrap nowhere",
                "charge",
                "charge create --amount 100.00",
                "drill",
                "drill load --count 0",
                "drill load --count 401 --charges 2",
                "drill load --skew triangular",
                "watch --count many"
            })
    void shouldExitWithTwoOnWrongUsage(String line) {
        Run run = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request --charge ch-1 --all",
                "request --charge ch-1 --all --wait",
                "watch",
                "drill load --count 1",
                "charge show ch-1",
                "charge create --amount 1.00 --currency USD"
            })
    void shouldExitWithSixAndOneLineWhenNothingAnswers(String line) {
        Run run = run((line + " --bootstrap " + NOWHERE).split(" "));
        assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("refundctl: no ");
    }

    @Test
    void shouldExitWithTwoAndSayWhyWhereTheSimulatorFindsAChargeWrong() throws IOException {
        HttpServer simulator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        simulator.createContext("/charges", exchange -> {
            byte[] problem = "{\"detail\":\"amount is not a decimal string\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });
        simulator.start();
        String url = "http://127.0.0.1:" + simulator.getAddress().getPort();
        Run run = run("charge", "create", "--amount", "much", "--currency", "USD", "--simulator", url);
        simulator.stop(0);

        assertThat(run.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).isEqualToIgnoringNewLines("refundctl: amount is not a decimal string");
    }

    @Test
    void shouldExplainEveryVerbWithoutAComplaintOfItsOwn() {
        explained(Refundctl.commandLine(), List.of());
    }

    private static void explained(CommandLine verb, List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");
        Run run = run(arguments.toArray(String[]::new));
        assertThat(run.exit()).as("%s", arguments).isEqualTo(ExitCodes.OK);
        assertThat(run.out()).startsWith("Usage: refundctl");
        assertThat(run.err()).as("%s", arguments).isEmpty();
        verb.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            explained(below, longer);
        });
    }

    @Test
    void shouldSendARequestAndPrintWhereItWent() {
        Run run = run(
                "request",
                "--charge",
                "ch-1",
                "--amount",
                "25.00",
                "--currency",
                "USD",
                "--request-id",
                "r-7",
                "--json",
                "--bootstrap",
                TestBroker.address().bootstrap());

        assertThat(run.exit()).isEqualTo(ExitCodes.OK);
        assertThat(run.json().path("requestId").asString()).isEqualTo("r-7");
        assertThat(run.json().has("offset")).isTrue();
    }

    @Test
    void shouldWaitForTheEndOfTheRefund() throws Exception {
        StackAddress stack = TestBroker.address();
        try (FakeWorker worker =
                new FakeWorker(stack.bootstrap(), stack.worker(), Mistake.NEVER_ENDS, request -> request == 2)) {
            Run paid =
                    run("request", "--charge", "ch-2", "--all", "--wait", "--json", "--bootstrap", stack.bootstrap());
            assertThat(paid.exit()).isEqualTo(ExitCodes.OK);
            assertThat(paid.json().path("outcome").asString()).isEqualTo("SUCCEEDED");
            assertThat(paid.json().at("/event/refund/amount").asString()).isEqualTo("100.00");

            Run rejected = run(
                    "request",
                    "--charge",
                    "ch-2",
                    "--amount",
                    "99999.00",
                    "--currency",
                    "USD",
                    "--wait",
                    "--bootstrap",
                    stack.bootstrap());
            assertThat(rejected.exit()).isEqualTo(ExitCodes.PARTLY);
            assertThat(rejected.out()).contains("REFUND_AMOUNT_OUT_OF_BOUNDS, min 0.01, max 1000.00");

            Run pending = run(
                    "request", "--charge", "ch-2", "--all", "--wait", "1", "--json", "--bootstrap", stack.bootstrap());
            assertThat(pending.exit()).isEqualTo(ExitCodes.PARTLY);
            assertThat(pending.json().path("outcome").asString()).isEqualTo("PENDING");
        }
    }

    @Test
    void shouldSayWhenNoAnswerComes() {
        Run run = run(
                "request",
                "--charge",
                "ch-3",
                "--all",
                "--wait",
                "1",
                "--json",
                "--bootstrap",
                TestBroker.address().bootstrap());
        assertThat(run.exit()).isEqualTo(ExitCodes.NOTHING_MATCHED);
        assertThat(run.json().path("outcome").asString()).isEqualTo("NONE");
    }

    @Test
    void shouldFollowOneCharge() throws Exception {
        StackAddress stack = TestBroker.address();
        try (FakeWorker worker = new FakeWorker(stack.bootstrap(), stack.worker(), Mistake.NONE, request -> false)) {
            for (String charge : new String[] {"ch-4", "ch-5"}) {
                assertThat(run("request", "--charge", charge, "--all", "--wait", "--bootstrap", stack.bootstrap())
                                .exit())
                        .isEqualTo(ExitCodes.OK);
            }
        }
        Run run = run(
                "watch",
                "--charge",
                "ch-5",
                "--from-beginning",
                "--count",
                "2",
                "--json",
                "--bootstrap",
                stack.bootstrap());

        assertThat(run.exit()).isEqualTo(ExitCodes.OK);
        assertThat(run.out()
                        .lines()
                        .map(JsonHttp.MAPPER::readTree)
                        .map(event -> event.at("/data/refund/status").asString()
                                + event.at("/data/refund/chargeId").asString()))
                .containsExactly("PENDINGch-5", "SUCCEEDEDch-5");
    }

    @Test
    void shouldPrintACompletionScriptThatKnowsTheVerbs() {
        Run run = run("completion");
        assertThat(run.exit()).isEqualTo(ExitCodes.OK);
        assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("drill", "--provider-latency");
    }
}
