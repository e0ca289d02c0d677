package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.ctl.options.Brokers;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The verbs that the worker's own program executes. It reads the worker's configuration, so names, numbers and
 * accounts are defined only there.
 */
abstract class WorkerCommand implements Callable<Integer> {

    private static final Pattern CONFIGURATION = Pattern.compile(".*\\.(ya?ml|properties)");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The worker's configuration, as YAML or properties. The environment counts too, as for the"
                    + " worker itself. Without this and KEY=VALUE, or with --port-base: that of a local"
                    + " stack.")
    private @Nullable Path config;

    @Parameters(paramLabel = "KEY=VALUE", description = "Settings of the worker, e.g. refunds.topics.prefix=acme-")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private Brokers brokers = new Brokers();

    /** The verb of the worker's program, and its options. */
    abstract List<String> verb();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> configuration = configuration();
        Installation installation = Installation.here();
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-jar",
                installation.workerJar().toString()));
        command.addAll(verb());
        command.addAll(configuration);
        Process worker = new ProcessBuilder(command)
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        Thread end = new Thread(worker::destroy, "end");
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader printed = worker.inputReader(UTF_8)) {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                print(line);
            }
        } catch (OutputException e) {
            worker.destroy();
            throw e;
        }
        return worker.waitFor();
    }

    /** What the worker's program says, through the printer of all verbs. */
    void print(String line) {
        Printer.line(line);
    }

    /** What the worker's program is told besides its verb. */
    List<String> configuration() throws IOException {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            requireConfiguration(config);
            arguments.add("--spring.config.additional-location=file:" + config.toAbsolutePath());
        }
        settings.forEach(setting -> arguments.add("--" + setting));
        boolean configured = config != null || !settings.isEmpty() || System.getenv("REFUNDS_NAMESPACE") != null;
        if (brokers.areOfAStack() || !configured) {
            StackAddress stack = brokers.stack();
            arguments.add("--spring.profiles.active=local");
            arguments.add("--refunds.accounts.simulator.type=http");
            arguments.add("--refunds.accounts.simulator.url=" + stack.simulatorUri());
            arguments.add("--spring.kafka.bootstrap-servers=" + brokers.bootstrap());
        } else if (brokers.areGiven()) {
            arguments.add("--spring.kafka.bootstrap-servers=" + brokers.bootstrap());
        }
        return arguments;
    }

    /** What the worker's program would answer with a stack trace. */
    private static void requireConfiguration(Path file) throws IOException {
        if (!CONFIGURATION.matcher(file.toString()).matches()) {
            throw new IllegalArgumentException("--config: expected a file .yaml, .yml or .properties, not " + file);
        }
        Files.newInputStream(file).close();
    }

    @Command(
            name = "doctor",
            mixinStandardHelpOptions = true,
            description = "Checks a cluster as the worker does before it starts, and the way to the providers; names"
                    + " everything that is wrong. Exit code 1 if anything keeps the worker from starting.")
    static final class Doctor extends WorkerCommand {
        @Option(names = "--json", description = "Print JSON, one finding a line.")
        private boolean json;

        @Override
        List<String> verb() {
            return json ? List.of("doctor", "--json") : List.of("doctor");
        }

        @Override
        void print(String line) {
            if (json) {
                Printer.jsonText(line);
            } else {
                super.print(line);
            }
        }
    }

    @Command(
            name = "topics",
            mixinStandardHelpOptions = true,
            description = "Prints the topics that the worker needs, or makes those that are missing.")
    static final class Topics extends WorkerCommand {
        enum Format {
            TABLE,
            SHELL,
            STRIMZI
        }

        @Option(
                names = "--format",
                paramLabel = "KIND",
                defaultValue = "table",
                description = "table, shell for Kafka's own scripts, or strimzi. Default: ${DEFAULT-VALUE}.")
        private Format format = Format.TABLE;

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                defaultValue = "kafka",
                description = "The cluster's name in Strimzi's resources. Default: ${DEFAULT-VALUE}.")
        private String cluster = "";

        @Option(names = "--create", description = "Make the missing ones. Existing ones are not changed.")
        private boolean create;

        @Override
        List<String> verb() {
            List<String> verb = new ArrayList<>(List.of("topics", "--format=" + lower(format), "--cluster=" + cluster));
            if (create) {
                verb.add("--create");
            }
            return verb;
        }
    }

    @Command(
            name = "acls",
            mixinStandardHelpOptions = true,
            description = "Prints what each role must be allowed to do at the brokers, and no more.")
    static final class Acls extends WorkerCommand {
        enum Format {
            SHELL,
            STRIMZI
        }

        @Option(
                names = "--format",
                paramLabel = "KIND",
                defaultValue = "shell",
                description = "shell for Kafka's own scripts, or strimzi. Default: ${DEFAULT-VALUE}.")
        private Format format = Format.SHELL;

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                defaultValue = "kafka",
                description = "The cluster's name in Strimzi's resources. Default: ${DEFAULT-VALUE}.")
        private String cluster = "";

        @Option(
                names = "--user-prefix",
                paramLabel = "TEXT",
                defaultValue = "refund-",
                description = "In front of a role's name it makes the name of its user. Default: ${DEFAULT-VALUE}.")
        private String userPrefix = "";

        @Override
        List<String> verb() {
            return List.of("acls", "--format=" + lower(format), "--cluster=" + cluster, "--user-prefix=" + userPrefix);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
