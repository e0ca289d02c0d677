package io.github.refundworker.ops.ctl;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.ctl.options.Common;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Charges at the provider. */
@Command(
        name = "charge",
        mixinStandardHelpOptions = true,
        description =
                "Makes, shows or disputes a charge at the provider simulator; has the worker read one again, or corrects what"
                        + " it takes one for.",
        subcommands = {
            ChargeCommand.Create.class,
            ChargeCommand.Show.class,
            ChargeCommand.Dispute.class,
            ChargeCommand.Refresh.class,
            CorrectVerb.class
        })
final class ChargeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "create, show, refresh or correct?");
    }

    /** Where the simulator is. */
    static final class Simulator {

        @Option(
                names = "--simulator",
                paramLabel = "URL",
                description = "The simulator. Default: that of the local stack with this broker.")
        private @Nullable URI url;

        @Mixin
        private Common common = new Common();

        boolean json() {
            return common.json;
        }

        private interface Call {
            JsonNode with(ProviderClient simulator) throws IOException;
        }

        JsonNode ask(Call call) throws IOException {
            URI simulator = url == null ? common.stack().simulatorUri() : url;
            try (JsonHttp http = new JsonHttp()) {
                return call.with(ProviderClient.simulator(http, simulator));
            } catch (ConnectException | HttpTimeoutException e) {
                throw new IOException("no provider simulator answers at " + simulator, e);
            }
        }
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a charge and prints its id.")
    static final class Create implements Callable<Integer> {

        @Option(names = "--amount", required = true, paramLabel = "DECIMAL", description = "What was paid: 100.00.")
        private String amount = "";

        @Option(names = "--currency", required = true, paramLabel = "CODE", description = "ISO 4217: USD.")
        private String currency = "";

        @Option(names = "--id", paramLabel = "ID", description = "The charge's id. Default: the simulator makes one.")
        private @Nullable String id;

        @Mixin
        private Simulator simulator = new Simulator();

        @Override
        public Integer call() throws IOException {
            JsonNode charge = simulator.ask(client -> client.createCharge(id, amount, currency, Map.of()));
            if (simulator.json()) {
                Printer.json(charge);
            } else {
                Printer.line(charge.path("chargeId").asString());
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "refresh",
            mixinStandardHelpOptions = true,
            description =
                    "Has the worker read a charge from its provider now, whichever that is: refunds made elsewhere are"
                            + " found, and statuses brought up to date.")
    static final class Refresh implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "The charge's id.")
        private String id = "";

        @Mixin
        private OperatorVerb verb = new OperatorVerb();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!ChargeId.isValid(id)) {
                throw new ParameterException(spec.commandLine(), "'" + id + "' is no charge's id");
            }
            ChargeId charge = new ChargeId(id);
            try (InputsLog inputs = verb.inputs()) {
                return verb.decide(
                        inputs,
                        "charge.refresh",
                        "charge " + charge,
                        "read it again",
                        Map.of(),
                        resolver -> resolver.refresh(charge));
            }
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a charge and its refunds.")
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "The charge's id.")
        private String id = "";

        @Mixin
        private Simulator simulator = new Simulator();

        @Override
        public Integer call() throws IOException {
            JsonNode charge = simulator.ask(client -> client.charge(id));
            if (charge.isMissingNode()) {
                Printer.say("the simulator has no charge " + id);
                return ExitCodes.NOTHING_MATCHED;
            }
            if (simulator.json()) {
                Printer.json(charge);
                return ExitCodes.OK;
            }
            Printer.line(lineOf(charge));
            for (JsonNode refund : charge.path("refunds")) {
                Printer.line("  " + text(refund, "id") + "  " + text(refund, "amount") + " "
                        + text(refund, "currencyCode") + "  " + text(refund, "status") + "  "
                        + text(refund, "reference"));
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "dispute",
            mixinStandardHelpOptions = true,
            description = "Opens a dispute about a charge at the simulator, or ends it.")
    static final class Dispute implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "The charge's id.")
        private String id = "";

        @Option(
                names = "--amount",
                paramLabel = "DECIMAL",
                description = "What the dispute is about: 30.00. Default: all of the charge.")
        private @Nullable String amount;

        @ArgGroup(multiplicity = "0..1")
        private @Nullable End end;

        @Mixin
        private Simulator simulator = new Simulator();

        private static final class End {
            @Option(names = "--won", description = "The dispute is over, and the merchant has the money.")
            private boolean won;

            @Option(names = "--lost", description = "The dispute is over, and the customer has the money.")
            private boolean lost;
        }

        private String status() {
            if (end == null) {
                return "OPEN";
            }
            return end.won ? "WON" : "LOST";
        }

        @Override
        public Integer call() throws IOException {
            JsonNode charge = simulator.ask(client -> client.dispute(id, status(), amount));
            if (charge.isMissingNode()) {
                Printer.say("the simulator has no charge " + id);
                return ExitCodes.NOTHING_MATCHED;
            }
            if (simulator.json()) {
                Printer.json(charge);
            } else {
                Printer.line(lineOf(charge));
            }
            return ExitCodes.OK;
        }
    }

    private static String lineOf(JsonNode charge) {
        String chargedBack = charge.path("chargedBackAmount").asString("");
        return text(charge, "chargeId") + "  " + text(charge, "capturedAmount") + " " + text(charge, "currencyCode")
                + (charge.path("disputed").asBoolean(false) ? "  disputed" : "")
                + (chargedBack.isEmpty() ? "" : "  " + chargedBack + " charged back");
    }

    private static String text(JsonNode node, String property) {
        return node.path(property).asString("-");
    }
}
