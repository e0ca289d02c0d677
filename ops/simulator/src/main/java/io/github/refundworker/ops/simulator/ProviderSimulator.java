package io.github.refundworker.ops.simulator;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The provider simulator as a process. {@code --port 0} takes a free port; the first line of output names it. */
@Command(
        name = "provider-simulator",
        mixinStandardHelpOptions = true,
        description = "A payment provider that keeps a durable ledger and injects faults.")
public final class ProviderSimulator implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "8090",
            description = "Port, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; others can reach it only in a container (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--data", required = true, description = "Directory of the ledger; created if missing.")
    private @Nullable Path data;

    @Option(names = "--faults", defaultValue = "{}", description = "Faults: JSON, or a file that holds it.")
    private String faults = "{}";

    @Option(
            names = "--webhook-url",
            description = "Where to tell of refunds that change or are made without a request; with"
                    + " --webhook-secret-file. Default: nowhere.")
    private @Nullable URI webhookUrl;

    @Option(names = "--webhook-secret-file", description = "Holds the secret to sign with.")
    private @Nullable Path webhookSecretFile;

    private ProviderSimulator() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ProviderSimulator()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (data == null) {
            throw new IllegalStateException("picocli requires --data");
        }
        Simulator simulator;
        try {
            simulator = Simulator.start(host, port, data, plan(faults), InstantSource.system(), notices());
        } catch (Exception e) {
            System.err.println("Provider simulator: " + reason(e));
            return 1;
        }
        CountDownLatch forever = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "shutdown"));
        System.out.println("Provider simulator listens on http://" + host + ":" + simulator.port() + ", ledger "
                + data.resolve(Ledger.FILE_NAME));
        forever.await();
        return 0;
    }

    private @Nullable Notices notices() throws IOException {
        if (webhookUrl == null || webhookSecretFile == null) {
            if (webhookUrl != null || webhookSecretFile != null) {
                throw new IOException("--webhook-url and --webhook-secret-file go together");
            }
            return null;
        }
        return new Notices(webhookUrl, Files.readString(webhookSecretFile).strip(), InstantSource.system());
    }

    private static FaultPlan plan(String faults) throws IOException {
        String json = faults.stripLeading().startsWith("{") ? faults : Files.readString(Path.of(faults));
        return Json.readStrictly(json, FaultPlan.class);
    }

    private String reason(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "port " + port + " is in use";
            }
        }
        return String.valueOf(e.getMessage());
    }

    /** A running provider, in this process or inside another program. */
    static final class Simulator implements AutoCloseable {
        private final Book book;
        private final HttpFront front;

        private Simulator(Book book, HttpFront front) {
            this.book = book;
            this.front = front;
        }

        static Simulator start(
                String host, int port, Path data, FaultPlan plan, InstantSource clock, @Nullable Notices notices)
                throws Exception {
            Book book = new Book(data, clock, notices);
            try {
                Stats stats = new Stats();
                AtomicReference<Faults> faults = new AtomicReference<>(new Faults(plan));
                Routes routes =
                        new Routes(new ProviderApi(book, stats, faults), new ControlApi(book, stats, faults), stats);
                return new Simulator(book, new HttpFront(routes, host, port));
            } catch (Exception e) {
                book.close();
                throw e;
            }
        }

        int port() {
            return front.port();
        }

        /** Gives running calls a moment to finish, then closes the ledger. */
        @Override
        public void close() {
            front.close();
            book.close();
        }
    }
}
