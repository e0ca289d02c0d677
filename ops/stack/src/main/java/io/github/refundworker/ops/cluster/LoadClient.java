package io.github.refundworker.ops.cluster;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes requests as an order system does. Where the machine has another Kafka client than the worker's, it uses that
 * one.
 */
interface LoadClient extends AutoCloseable {

    /** Longer than a broker's death is noticed; a batch that is not taken by then is sent again. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /** For people, and for the drill's JSON. */
    String name();

    /**
     * Sends a batch; several threads may do so at once.
     *
     * @return whether the brokers have all of it; if not, any part of it may be there all the same
     */
    boolean send(List<Requests.Asked> batch) throws IOException, InterruptedException;

    @Override
    void close();

    /** kcat, which is librdkafka, where it is installed; else Kafka's own. */
    static LoadClient of(String bootstrap) {
        for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path kcat = Path.of(path, "kcat");
            if (Files.isExecutable(kcat)) {
                return new Kcat(kcat, bootstrap);
            }
        }
        return new Own(bootstrap);
    }

    /** A request's record as every order system could write it. */
    static String json(Requests.Asked asked) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("requestId", asked.requestId());
        fields.put("chargeId", asked.chargeId());
        fields.put("amount", asked.amount().toPlainString());
        fields.put("currencyCode", ClusterDrill.CURRENCY);
        return JsonHttp.MAPPER.writeValueAsString(fields);
    }

    /** A process for each batch. */
    final class Kcat implements LoadClient {

        private final List<String> command;
        private final Set<Process> running = ConcurrentHashMap.newKeySet();

        Kcat(Path program, String bootstrap) {
            List<String> all = new ArrayList<>(
                    List.of(program.toString(), "-P", "-E", "-b", bootstrap, "-t", Topics.REFUND_REQUESTS, "-K", "|"));
            for (String setting :
                    List.of("acks=all", "enable.idempotence=true", "message.timeout.ms=" + PATIENCE.toMillis())) {
                all.addAll(List.of("-X", setting));
            }
            command = List.copyOf(all);
        }

        @Override
        public String name() {
            return "kcat";
        }

        @Override
        public boolean send(List<Requests.Asked> batch) throws IOException, InterruptedException {
            Process kcat = new ProcessBuilder(command).redirectErrorStream(true).start();
            running.add(kcat);
            try {
                try (OutputStream in = kcat.getOutputStream()) {
                    for (Requests.Asked asked : batch) {
                        in.write((asked.chargeId() + "|" + json(asked) + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
                // It ends by itself: every record is taken by then, or given up.
                String said = new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return kcat.waitFor() == 0 && !said.contains("Delivery failed");
            } finally {
                kcat.destroyForcibly();
                running.remove(kcat);
            }
        }

        @Override
        public void close() {
            running.forEach(Process::destroyForcibly);
        }
    }

    /** Kafka's own producer. */
    final class Own implements LoadClient {

        private final KafkaProducer<byte[], byte[]> producer;

        Own(String bootstrap) {
            producer = KafkaAccess.of(bootstrap).writer(PATIENCE, Map.of());
        }

        @Override
        public String name() {
            return "kafka-clients";
        }

        @Override
        public boolean send(List<Requests.Asked> batch) throws InterruptedException {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Requests.Asked asked : batch) {
                sent.add(producer.send(new ProducerRecord<>(
                        Topics.REFUND_REQUESTS,
                        asked.chargeId().getBytes(StandardCharsets.UTF_8),
                        json(asked).getBytes(StandardCharsets.UTF_8))));
            }
            try {
                for (Future<RecordMetadata> one : sent) {
                    one.get();
                }
                return true;
            } catch (ExecutionException e) {
                return false;
            }
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
