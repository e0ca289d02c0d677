package io.github.refundworker.ops.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    /** Does nothing until it is ended, then says whether it ended in order. */
    static final class Idler {
        public static void main(String[] args) throws Exception {
            Path marker = Path.of(args[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Files.writeString(marker, "ended in order");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
            Files.writeString(marker, "up");
            Thread.currentThread().join();
        }
    }

    /** A stand-in for the demo: has one child and tells its process id. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            Child child = TestBroker.unsupervised("idler", idler(Path.of(args[0])), Path.of(args[0] + ".log"));
            child.start();
            System.out.println(child.pid());
            Thread.currentThread().join();
        }
    }

    private static List<String> idler(Path marker) {
        return Installation.here().tool(List.of(), Idler.class.getName(), List.of(marker.toString()));
    }

    @Test
    void shouldEndInOrderWhenStopped() throws Exception {
        Path marker = directory.resolve("marker");
        Child child = TestBroker.unsupervised("idler", idler(marker), directory.resolve("log"));
        child.start();
        awaitContent(marker, "up");
        long pid = child.pid();

        child.stop(SOON);

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(marker).hasContent("ended in order");
        assertThat(child.deaths()).isZero();
    }

    @Test
    void shouldStartAgainAndSayWhyWhenKilled() throws Exception {
        Path marker = directory.resolve("marker");
        BlockingQueue<Integer> exits = new LinkedBlockingQueue<>();
        Child child = new Child("idler", idler(marker), directory.resolve("log"), new Child.Listener() {
            @Override
            public void restarting(Child dead, int exitCode) {
                exits.add(exitCode);
            }

            @Override
            public void gaveUp(Child dead, int exitCode) {}
        });
        child.start();
        try {
            awaitContent(marker, "up");
            long first = child.pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            assertThat(exits.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(128 + 9);
            await().atMost(SOON).until(() -> child.pid() != first);
        } finally {
            child.stop(SOON);
        }
    }

    @Test
    void shouldGiveUpOnAChildThatDiesAtOnceEachTime() throws Exception {
        BlockingQueue<Integer> gaveUp = new LinkedBlockingQueue<>();
        Child child = new Child(
                "none",
                List.of("/bin/sh", "-c", "exit 3"),
                directory.resolve("log"),
                new Child.Listener() {
                    @Override
                    public void restarting(Child dead, int exitCode) {}

                    @Override
                    public void gaveUp(Child dead, int exitCode) {
                        gaveUp.add(exitCode);
                    }
                },
                Duration.ofMillis(1));
        child.start();

        assertThat(gaveUp.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(child.givenUp()).isTrue();
        assertThat(child.deaths()).isEqualTo(Child.MAX_SHORT_LIVES);
    }

    @Test
    void shouldLeaveNoChildBehindWhenTheParentIsKilled() throws Exception {
        Path marker = directory.resolve("marker");
        Process parent = new ProcessBuilder(
                        Installation.here().java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        marker.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            awaitContent(marker, "up");

            parent.destroyForcibly().waitFor();

            await().atMost(SOON).until(() -> !child.isAlive());
        }
    }

    private static void awaitContent(Path file, String content) {
        await().atMost(SOON)
                .until(() -> Files.exists(file) && Files.readString(file).equals(content));
    }
}
