package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Instances are replaced one after the other, as in every upgrade, and nobody who asks for a refund notices much. */
class RollingRestartTest {
    private static final String PREFIX = "rolling-";

    /** After so long the brokers give up a member that went away without a word. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    @Test
    void shouldRefundWithinSecondsWhileEachInstanceIsReplaced() {
        try (TestBroker broker = new TestBroker();
                ProviderDouble provider = new ProviderDouble();
                Installation first = instance(broker, provider, "first").start();
                Installation second = instance(broker, provider, "second").start()) {
            first.awaitReady();
            second.awaitReady();
            try (Traffic traffic = new Traffic(broker, provider, first)) {
                await().until(() -> traffic.answered() > 20);
                for (Installation replaced : List.of(first, second)) {
                    replaced.stop();
                    replaced.start().awaitReady();
                    int before = traffic.answered();
                    await().until(() -> traffic.answered() > before + 20);
                }
                traffic.end();

                assertThat(traffic.worst()).isLessThan(SESSION);
                assertThat(traffic.charges())
                        .allSatisfy(charge -> assertThat(provider.paid(charge)).containsExactly("1.00"));
            }
        }
    }

    private static Installation instance(TestBroker broker, ProviderDouble provider, String id) {
        return new Installation(broker.bootstrap(), PREFIX, provider.url())
                .with("--refunds.instance-id=" + id, "--refunds.decide.standbys=1");
    }

    /** Twenty requests a second, of a charge each, and how long each takes. */
    private static final class Traffic implements AutoCloseable {
        private final Map<String, Long> asked = new ConcurrentHashMap<>();
        private final Map<String, Duration> answered = new ConcurrentHashMap<>();
        private final ProviderDouble provider;
        private final Installation upstream;
        private final KafkaConsumer<byte[], byte[]> status;
        private final Thread thread;
        private volatile boolean ending;
        private volatile boolean abandoned;

        Traffic(TestBroker broker, ProviderDouble provider, Installation upstream) {
            this.provider = provider;
            this.upstream = upstream;
            this.status = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> partitions = status.partitionsFor(PREFIX + "refund-status").stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            status.assign(partitions);
            status.seekToBeginning(partitions);
            thread = Thread.ofPlatform().name("traffic").start(this::run);
        }

        private void run() {
            while (!abandoned && (!ending || answered.size() < asked.size())) {
                if (!ending) {
                    ask("charge-" + asked.size());
                }
                long until = System.nanoTime() + Duration.ofMillis(50).toNanos();
                do {
                    for (var event : status.poll(Duration.ofMillis(50))) {
                        if (new String(event.value(), UTF_8).contains("\"SUCCEEDED\"")) {
                            String charge = new String(event.key(), UTF_8);
                            answered.put(
                                    charge, Duration.ofNanos(System.nanoTime() - requireNonNull(asked.get(charge))));
                        }
                    }
                } while (System.nanoTime() < until);
            }
        }

        private void ask(String charge) {
            provider.charge(charge, "5.00");
            asked.put(charge, System.nanoTime());
            upstream.request(charge, TwoWorkers.request(charge, "1.00"));
        }

        int answered() {
            return answered.size();
        }

        Iterable<String> charges() {
            return asked.keySet();
        }

        /** Once everything that was asked for is answered. */
        void end() {
            ending = true;
            await().atMost(Duration.ofSeconds(60)).until(() -> !thread.isAlive());
        }

        Duration worst() {
            return answered.values().stream().max(Duration::compareTo).orElseThrow();
        }

        @Override
        public void close() {
            abandoned = true;
            await().until(() -> !thread.isAlive());
            status.close();
        }
    }
}
