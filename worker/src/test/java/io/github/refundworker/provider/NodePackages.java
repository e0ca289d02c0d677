package io.github.refundworker.provider;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What others published of the providers, run by Node: {@code src/provider-check}, installed by {@code npm ci} there.
 * Tests that need it are skipped without it, and say so.
 */
public final class NodePackages {
    private static final Path HOME = Path.of("src/provider-check");

    private NodePackages() {}

    /** What a script printed, all of it, and how it ended. */
    public record Result(int exitCode, String output) {}

    public static Result run(String script, String input) {
        Process process = start(script);
        try (Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            in.write(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server that ends with its input: when it is closed, or when this process is gone. */
    public static final class Server implements AutoCloseable {
        private final Process process;
        private final int port;

        private Server(Process process, int port) {
            this.process = process;
            this.port = port;
        }

        public int port() {
            return port;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** @param script prints its port first */
    public static Server serve(String script) {
        Process process = start(script);
        try {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String port = output.readLine();
            if (port == null || !port.matches("[0-9]+")) {
                throw new IllegalStateException(script + " says " + port + " instead of its port");
            }
            return new Server(process, Integer.parseInt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(String script) {
        if (!Files.isDirectory(HOME.resolve("node_modules"))) {
            return skip("its packages are not installed: run npm ci in worker/" + HOME);
        }
        try {
            return new ProcessBuilder(List.of("node", script))
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return skip("node cannot be run");
        }
    }

    private static Process skip(String why) {
        String reason = "skipped: " + why;
        System.out.println("NodePackages " + reason);
        return abort(reason);
    }
}
