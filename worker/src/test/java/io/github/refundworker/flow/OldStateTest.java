package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** An instance that was away comes back with its disk, and its changelog does not tell any more what ended meanwhile. */
class OldStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DUE = "refund-decide-due-changelog";

    /** More than are looked at in one second. */
    private static final List<String> CHARGES =
            IntStream.range(0, 520).mapToObj(i -> "ch_old_" + i).toList();

    private final AtomicInteger more = new AtomicInteger();

    @Test
    void shouldDoItsTimedWorkAndForgetWhatOthersFinished() throws Exception {
        try (TestBroker broker = new TestBroker(
                        Map.of("log.cleaner.backoff.ms", "100", "log.cleaner.dedupe.buffer.size", "2097152"));
                ProviderDouble provider = new ProviderDouble();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
                Installation worker = new Installation(broker.bootstrap(), "old-", provider.url())) {
            NewTopic forgetful = new NewTopic("old-" + DUE, 1, (short) 1)
                    .configs(Map.of(
                            "cleanup.policy", "compact",
                            "delete.retention.ms", "0",
                            "min.cleanable.dirty.ratio", "0.001",
                            "segment.ms", "100"));
            admin.createTopics(List.of(forgetful)).all().get(10, TimeUnit.SECONDS);
            worker.with("--refunds.topics.partitions=1", "--refunds.ages.poll=2s");
            CHARGES.forEach(charge -> provider.slowCharge(charge, "100.00"));
            worker.start().awaitReady();
            CHARGES.forEach(charge -> request(worker, charge));
            await().atMost(PATIENCE).until(() -> stage(worker, "awaiting_provider") == CHARGES.size());
            worker.stop();
            Path former = worker.state();

            worker.forgetState();
            worker.start().awaitReady();
            CHARGES.forEach(provider::settle);
            await().atMost(PATIENCE).until(() -> pending(worker) == 0);
            await().atMost(PATIENCE).until(() -> isForgotten(worker, provider));
            worker.stop();

            worker.bringBack(former);
            provider.slowCharge("ch_new", "100.00");
            worker.start().awaitReady();
            request(worker, "ch_new");
            worker.events("ch_new", events -> events.size() == 2);
            provider.settle("ch_new");

            worker.events("ch_new", events -> events.size() == 3);
            await().atMost(PATIENCE).until(() -> pending(worker) == 0);
        }
    }

    @Test
    void shouldRestoreStoresThatLayUnusedForLongerThanTheirChangelogIsComplete() throws Exception {
        try (TestBroker broker = new TestBroker();
                ProviderDouble provider = new ProviderDouble();
                Installation worker = new Installation(broker.bootstrap(), "unused-", provider.url())) {
            worker.with("--refunds.topics.partitions=1");
            provider.charge("ch_1", "100.00");
            worker.start().awaitReady();
            request(worker, "ch_1");
            worker.events("ch_1", events -> events.size() == 2);
            worker.stop();
            Path task = worker.state().resolve("unused-refund-decide/0_0");
            Path mark = Files.createFile(task.resolve("mark"));
            worker.start().awaitReady();
            assertThat(mark).as("a store that was used today").exists();
            worker.stop();
            setLastUsed(task, Instant.now().minus(Duration.ofDays(8)));

            worker.start().awaitReady();

            assertThat(mark).doesNotExist();
            request(worker, "ch_1");
            assertThat(worker.events("ch_1", events -> events.size() == 3)
                            .getLast()
                            .type())
                    .isEqualTo("repeated");
            assertThat(provider.paid("ch_1")).containsExactly("100.00");
        }
    }

    private static void setLastUsed(Path directory, Instant at) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(at));
            }
        }
    }

    private static void request(Installation worker, String charge) {
        worker.request(charge, "{\"requestId\":\"r1\",\"chargeId\":\"%s\"}".formatted(charge));
    }

    /** Compaction reaches a segment once another has begun, and takes tombstones the second time it sees them. */
    private boolean isForgotten(Installation worker, ProviderDouble provider) {
        String charge = "ch_more_" + more.incrementAndGet();
        provider.charge(charge, "100.00");
        request(worker, charge);
        return worker.records(DUE).stream().noneMatch(record -> new String(record.key(), UTF_8).startsWith("ch_old_"));
    }

    private static double pending(Installation worker) {
        return sum(worker, "refunds_pending{provider=\"simulator\"}");
    }

    private static double stage(Installation worker, String stage) {
        return sum(worker, "refunds_pending_amount{currency=\"USD\",provider=\"simulator\",stage=\"" + stage + "\"}")
                / 100;
    }

    private static double sum(Installation worker, String series) {
        return worker.getManagement("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
