package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.Origin;
import io.github.refundworker.ops.ledger.LedgerCheck;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.PortInUseException;
import io.github.refundworker.ops.process.StackException;
import io.github.refundworker.ops.terminal.Lines;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import io.github.refundworker.ops.terminal.Screen;
import io.github.refundworker.ops.terminal.StandardOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the local stack, plays sample traffic on it and compares the ledger with the statuses. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        version = "Refund Worker",
        sortOptions = false,
        description =
                "Starts a Kafka broker, a payment provider simulator, the worker and its console on this machine, sends sample"
                        + " requests, and compares what the provider paid with what the statuses say. Stays up until Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ledger and statuses agree",
            "1:they do not, or the stack did not start",
            "2:wrong options, or a port in use",
            "7:standard output is closed or cannot be written",
            "70:the command itself failed, or could not start",
            "130:interrupted",
            "141:the reader of standard output has gone, as after | head"
        })
public final class Demo implements Callable<Integer> {

    private static final Duration BROKER_RESTART_LIMIT = Duration.ofMinutes(2);

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    @Option(names = "--once", description = "End when the traffic has settled.")
    private boolean once;

    @Option(names = "--json", description = "Print the summary as one JSON object; all else goes to standard error.")
    private boolean json;

    @Option(names = "--no-traffic", description = "Only start the stack.")
    private boolean noTraffic;

    @Option(names = "--no-console", description = "Leave the console out.")
    private boolean noConsole;

    @Option(
            names = "--worker-image",
            paramLabel = "IMAGE",
            description = "Run the worker from this container image instead of the jar; needs the docker command.")
    private @Nullable String workerImage;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            converter = Ranges.PortBase.class,
            description = "Use N for the broker, N+1 for its controller, N+2 for the simulator, N+3 for the worker, N+4"
                    + " for its management and N+5 for the console, instead of 9092, 9093, 8090, 8080, 8081 and 8082.")
    private @Nullable Integer portBase;

    @Option(
            names = "--provider",
            paramLabel = "KIND",
            defaultValue = "simulator",
            description =
                    "simulator, or in-process: a provider in the worker's process, for drills. Default: ${DEFAULT-VALUE}.")
    private StackOptions.Provider provider = StackOptions.Provider.SIMULATOR;

    @Option(names = "--keep", description = "Go on with the data of the last run instead of starting fresh.")
    private boolean keep;

    @Option(
            names = "--chaos",
            description =
                    "Have the provider lose responses, reset connections and answer with errors all the time, and the"
                            + " worker try again after seconds instead of minutes.")
    private boolean chaos;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Demo() {}

    public static void main(String[] args) {
        StandardOutput.install();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Demo())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(StackOptions.Provider.class, Demo::provider)
                .setExecutionStrategy(Demo::execute)
                .setExecutionExceptionHandler(Demo::explain);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutputException e) {
            return unwritten(e);
        }
    }

    private static StackOptions.Provider provider(String label) {
        for (StackOptions.Provider provider : StackOptions.Provider.values()) {
            if (provider.toString().equals(label.toLowerCase(Locale.ROOT))) {
                return provider;
            }
        }
        throw new CommandLine.TypeConversionException("expected simulator or in-process, not '" + label + "'");
    }

    private static int unwritten(OutputException e) {
        if (!e.isReaderGone()) {
            System.err.println("demo: " + e.getMessage());
        }
        return e.exitCode();
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult unused) throws Exception {
        switch (e) {
            case OutputException output -> {
                return unwritten(output);
            }
            case PortInUseException taken -> {
                command.getErr().println("demo: " + taken.getMessage());
                return USAGE;
            }
            case CancellationException interrupted -> {
                return INTERRUPTED;
            }
            case StackException known -> {
                command.getErr().println("demo: " + known.getMessage());
                return FAILED;
            }
            case BrokerUnreachableException known -> {
                command.getErr().println("demo: " + known.getMessage());
                return FAILED;
            }
            case IllegalArgumentException wrong -> {
                command.getErr().println("demo: " + wrong.getMessage());
                return USAGE;
            }
            default -> throw e;
        }
    }

    @Override
    public Integer call() throws Exception {
        if (chaos && provider == StackOptions.Provider.IN_PROCESS) {
            throw new ParameterException(spec.commandLine(), "--chaos needs --provider simulator");
        }
        if (workerImage != null && provider == StackOptions.Provider.IN_PROCESS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--worker-image needs --provider simulator: an image holds no in-process provider");
        }
        StackAddress address = portBase == null ? StackAddress.standard() : StackAddress.withPortBase(portBase);
        Screen screen = Screen.on(json ? System.err : System.out);
        LocalStack stack = new LocalStack(
                Installation.here(), new StackOptions(address, provider, keep, chaos, !noConsole, workerImage), screen);
        // However this process ends, short of being killed, its children end first and in order.
        Thread stop = new Thread(stack::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);

        screen.line(Screen.Tone.TITLE, "Refund Worker, local stack");
        stack.start();
        screen.line("API key: " + stack.apiKey());
        tellConsole(stack, screen);
        screen.line(Screen.Tone.DIM, "  data and logs in " + stack.directory());
        if (chaos) {
            ProviderClient.simulator(stack.http(), address.simulatorUri()).misbehave(Chaos.faults());
            Chaos.told().forEach(line -> screen.line(Screen.Tone.WARN, "  " + line));
        }
        int verdict = noTraffic ? OK : traffic(stack, address, screen);
        if (!once) {
            screen.line("");
            tellConsole(stack, screen);
            screen.line("Up until Ctrl-C. In another terminal: ops/refundctl watch" + bootstrapFlag(address));
            throw new StackException(stack.awaitFailure());
        }
        return verdict;
    }

    private void tellConsole(LocalStack stack, Screen screen) {
        if (!noConsole) {
            screen.line("Console: " + stack.consoleEntrance());
        }
    }

    private static String bootstrapFlag(StackAddress address) {
        return address.equals(StackAddress.standard()) ? "" : " --bootstrap " + address.bootstrap();
    }

    private int traffic(LocalStack stack, StackAddress address, Screen screen)
            throws InterruptedException, IOException {
        ProviderClient witness = provider == StackOptions.Provider.SIMULATOR
                ? ProviderClient.simulator(stack.http(), address.simulatorUri())
                : ProviderClient.inProcess(stack.http(), address);
        Journal journal = new Journal();
        String suffix = keep ? "-" + Long.toString(System.currentTimeMillis() / 1_000, 36) : "";
        List<String> topics = List.of(Topics.REFUND_STATUS, DeadLetterTopic.REQUESTS.name());
        try (TopicFeed feed = new TopicFeed(
                        address.bootstrap(), topics, TopicFeed.From.END, message -> show(message, journal, screen));
                RequestSender sender = new RequestSender(Cluster.of(address.bootstrap()), BROKER_RESTART_LIMIT)) {
            Stage stage = new Stage(witness, sender, journal, screen, suffix);
            SampleTraffic traffic = new SampleTraffic(stage);
            traffic.play();
            if (chaos) {
                traffic.storm();
            }
            LedgerCheck check = new LedgerCheck();
            stage.charges().forEach(charge -> check.charge(charge.id(), charge.amount()));
            journal.refunds().forEach(check::says);
            witness.ledger(entry -> {
                if (stage.knows(entry.chargeId())) {
                    check.paid(entry);
                }
            });
            int verdict = report(screen, stage, journal, check);
            if (chaos) {
                Report.faults(screen, witness.stats().faults());
            }
            return verdict;
        }
    }

    private static void show(ConsumerRecord<byte[], byte[]> message, Journal journal, Screen screen) {
        if (message.topic().equals(DeadLetterTopic.REQUESTS.name())) {
            DeadLetter letter = DeadLetter.of(message);
            screen.line(Lines.deadLetter(letter.failure().message()));
            Origin origin = letter.lastOrigin();
            if (origin != null) {
                journal.deadLetter(new Journal.Place(origin.partition(), origin.offset()));
            }
            return;
        }
        StatusEvents.read(message).ifPresent(event -> {
            screen.line(Lines.event(event));
            journal.event(event);
        });
    }

    private int report(Screen screen, Stage stage, Journal journal, LedgerCheck check) {
        LedgerCheck.Result result = check.result(journal.unanswered());
        Report.Summary summary = Report.summary(journal.totals(), result);
        Report.table(screen, stage.charges(), journal, check);
        Report.verdict(screen, summary, result);
        if (json) {
            Printer.json(summary);
        }
        return result.agrees() ? OK : FAILED;
    }
}
