package io.github.refundworker.ops.stack;

import io.github.refundworker.ops.client.ApiKey;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.inprocess.InProcessType;
import io.github.refundworker.ops.process.BrokerMain;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.simulator.ProviderSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How each process of a stack is started. */
final class StackCommands {

    private final Installation installation;
    private final StackOptions options;
    private final Path directory;

    StackCommands(Installation installation, StackOptions options, Path directory) {
        this.installation = installation;
        this.options = options;
        this.directory = directory;
    }

    List<String> broker() {
        return BrokerMain.command(installation, directory.resolve("broker"), options.address());
    }

    List<String> simulator() {
        StackAddress address = options.address();
        return installation.tool(
                jvm("-Drefunds.log=WARN"),
                ProviderSimulator.class.getName(),
                List.of(
                        "--port=" + address.simulator(),
                        "--data=" + directory.resolve("simulator"),
                        "--webhook-url=" + address.workerUri().resolve("/webhooks/simulator"),
                        "--webhook-secret-file=" + webhookSecret()));
    }

    /** The worker finds each secret by the name of its key in a directory. */
    private Path secrets() {
        return directory.resolve(ApiKey.SECRETS);
    }

    private Path webhookSecret() {
        return secrets().resolve("refunds.accounts.simulator.webhook-secrets");
    }

    /** Makes what the processes have to know of each other. */
    void prepare() throws IOException {
        Files.createDirectories(secrets());
        prepare(secrets().resolve(ApiKey.FILE));
        switch (options.provider()) {
            case SIMULATOR -> prepare(webhookSecret());
            // It sends no webhooks, and whatever lies there the worker takes for configuration.
            case IN_PROCESS -> Files.deleteIfExists(webhookSecret());
        }
        Files.createDirectories(consoleSecrets());
        prepare(consoleKeyFile());
    }

    private static void prepare(Path secret) throws IOException {
        if (!Files.exists(secret)) {
            Files.writeString(secret, UUID.randomUUID().toString());
        }
    }

    /** Not the directory of the worker's secrets: neither needs those of the other. */
    private Path consoleSecrets() {
        return directory.resolve("console").resolve("secrets");
    }

    private Path consoleKeyFile() {
        return consoleSecrets().resolve("console.login.local-key");
    }

    /** The address that opens a session of the console. */
    URI consoleEntrance() throws IOException {
        return options.address().consoleUri().resolve("/enter?key=" + Files.readString(consoleKeyFile()));
    }

    List<String> console() {
        StackAddress address = options.address();
        return installation.console(
                List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                List.of(
                        "--spring.profiles.active=local",
                        "--server.address=" + address.host(),
                        "--server.port=" + address.console(),
                        "--console.kafka.bootstrap=" + address.bootstrap(),
                        "--spring.datasource.url=jdbc:h2:file:"
                                + directory.resolve("console").resolve("copy") + ";DB_CLOSE_ON_EXIT=FALSE",
                        "--CONSOLE_SECRETS=" + consoleSecrets()));
    }

    List<String> worker() {
        StackAddress address = options.address();
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=local",
                "--spring.kafka.bootstrap-servers=" + address.bootstrap(),
                "--server.address=" + address.host(),
                "--server.port=" + address.worker(),
                "--management.server.address=" + address.host(),
                "--management.server.port=" + address.management(),
                "--refunds.default-account=simulator"));
        switch (options.provider()) {
            case SIMULATOR -> {
                arguments.add("--refunds.accounts.simulator.type=http");
                arguments.add("--refunds.accounts.simulator.url=" + address.simulatorUri());
            }
            case IN_PROCESS -> arguments.add("--refunds.accounts.simulator.type=in-process");
        }
        arguments.add("--REFUNDS_SECRETS=" + secrets());
        if (options.chaos()) {
            arguments.addAll(Chaos.workerArguments());
        }
        if (options.workerImage() != null) {
            return container(options.workerImage(), arguments);
        }
        arguments.add("--refunds.state-directory=" + directory.resolve("worker"));
        List<String> options = jvm("--enable-native-access=ALL-UNNAMED");
        return switch (this.options.provider()) {
            case SIMULATOR -> installation.worker(options, arguments);
            case IN_PROCESS -> installation.worker(Installation.placeOf(InProcessType.class), options, arguments);
        };
    }

    /** On the host's network, where the rest of the stack is; its stores end with it. As strict as a cluster would be. */
    private List<String> container(String image, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--network=host",
                "--memory=1g",
                "--read-only",
                "--tmpfs=/tmp:exec",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--volume=" + secrets() + ":" + secrets() + ":ro",
                image));
        command.addAll(arguments);
        return command;
    }

    private static List<String> jvm(String own) {
        return List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", own);
    }
}
