package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.stack.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the worker's own program says about a cluster: it reads the worker's configuration, so it knows names, numbers
 * and accounts, and nothing of that is written here again.
 */
abstract class WorkerCommand implements Callable<Integer> {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka brokers. Default: as configured; 127.0.0.1:9092 for a local stack, whose"
                    + " simulator's port follows from it.")
    private @Nullable String bootstrap;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The worker's configuration, as YAML or properties. The environment counts too, as for the"
                    + " worker itself. Without this and KEY=VALUE: that of a local stack.")
    private @Nullable Path config;

    @Parameters(paramLabel = "KEY=VALUE", description = "Settings of the worker, e.g. refunds.topics.prefix=acme-")
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The verb of the worker's program, and its options. */
    abstract List<String> verb();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = Installation.here();
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                installation.workerJar().toString()));
        command.addAll(verb());
        command.addAll(configuration());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** What the worker's program is told besides its verb. */
    List<String> configuration() {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            arguments.add("--spring.config.additional-location=file:" + config.toAbsolutePath());
        }
        settings.forEach(setting -> arguments.add("--" + setting));
        if (config == null && settings.isEmpty() && System.getenv("REFUNDS_NAMESPACE") == null) {
            StackAddress stack = stack();
            arguments.add("--spring.profiles.active=local");
            arguments.add("--refunds.accounts.simulator.type=http");
            arguments.add("--refunds.accounts.simulator.url=" + stack.simulatorUri());
            arguments.add("--spring.kafka.bootstrap-servers=" + (bootstrap == null ? stack.bootstrap() : bootstrap));
        } else if (bootstrap != null) {
            arguments.add("--spring.kafka.bootstrap-servers=" + bootstrap);
        }
        return arguments;
    }

    private StackAddress stack() {
        try {
            return bootstrap == null ? StackAddress.standard() : StackAddress.ofBroker(bootstrap);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--bootstrap: " + e.getMessage(), e);
        }
    }

    @Command(
            name = "doctor",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Checks a cluster as the worker does before it starts, and the way to the providers; names"
                    + " everything that is wrong. Exit code 1 if anything keeps the worker from starting.")
    static final class Doctor extends WorkerCommand {
        @Option(names = "--json", description = "Print JSON, one finding a line.")
        private boolean json;

        @Override
        List<String> verb() {
            return json ? List.of("doctor", "--json") : List.of("doctor");
        }
    }

    @Command(
            name = "topics",
            mixinStandardHelpOptions = true,
            sortOptions = false,
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
            sortOptions = false,
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
