package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.github.refundworker.ops.process.Installation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** {@code refundctl} as people start it: by its launcher, from a source tree whose path has blanks. */
final class Launched {

    private static final long LIMIT_SECONDS = 90;

    private final Path launcher;
    private final Map<String, String> environment = new HashMap<>();

    /** How a process ended; both texts are well-formed UTF-8. */
    record Ended(int exit, String out, String err) {}

    private Launched(Path launcher) {
        this.launcher = launcher;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // A file: nothing can be written below it, not even by root.
        environment.put("HOME", "/dev/null");
    }

    /** The launcher among what it looks for: a jar that leads to the classes under test, and the worker's. */
    static Launched in(Path directory) throws IOException {
        Path home = directory.resolve("a path with blanks");
        Path target = home.resolve("ops/ctl/target");
        Files.createDirectories(target.resolve("lib"));
        Installation here = Installation.here();
        for (String script : List.of("refundctl", "launch.sh")) {
            Files.copy(
                    here.root().resolve("ops").resolve(script),
                    home.resolve("ops").resolve(script));
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath(here.toolsClassPath()));
        new JarOutputStream(Files.newOutputStream(target.resolve("refund-ctl-test.jar")), manifest).close();
        Path worker = Files.createDirectories(home.resolve("worker/target")).resolve("refund-worker-test-app.jar");
        Files.createSymbolicLink(worker, here.workerJar());
        // No verb starts it, but without it nothing counts as built.
        Files.createFile(
                Files.createDirectories(home.resolve("ops/console/target")).resolve("refund-console-test-app.jar"));
        return new Launched(home.resolve("ops/refundctl"));
    }

    private static String classPath(String path) {
        return Arrays.stream(path.split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(joining(" "));
    }

    /** With variables of the environment in place of those of this process. */
    Launched with(String... variables) {
        Launched other = new Launched(launcher);
        other.environment.putAll(environment);
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            other.environment.put(parts[0], parts[1]);
        }
        return other;
    }

    /** @param redirections of a shell, such as {@code >&-} */
    Process start(String redirections, List<String> arguments) {
        List<String> command = Stream.concat(
                        // A build in the background of a shell has SIGINT ignored, and its children inherit that.
                        Stream.of(
                                "/usr/bin/env",
                                "--default-signal=INT",
                                "bash",
                                "-c",
                                "exec \"$0\" \"$@\" " + redirections,
                                launcher.toString()),
                        arguments.stream())
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended run(String redirections, List<String> arguments) {
        return ended(start(redirections, arguments));
    }

    /** With a reader of standard output that has gone before it read anything. */
    Ended runWithoutReader(List<String> arguments) {
        Process process = start("", arguments);
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ended(process, new ByteArrayInputStream(new byte[0]));
    }

    static Ended ended(Process process) {
        return ended(process, process.getInputStream());
    }

    private static Ended ended(Process process, InputStream output) {
        try {
            var out = CompletableFuture.supplyAsync(() -> text(output));
            var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s: " + process.info());
            }
            return new Ended(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not well-formed UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
