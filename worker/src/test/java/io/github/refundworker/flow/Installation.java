package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.runtime.RefundWorkerApplication;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One worker with topics of its own, and what an order system sees of it. */
final class Installation implements AutoCloseable {
    static final String API_KEY = "a-key-for-tests-only";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Object> kafka;
    private final String prefix;
    private final List<String> arguments = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private HttpClient http = HttpClient.newHttpClient();
    private String scheme = "http";
    private Path state = newState();
    private Clock clock = Clock.systemUTC();
    private @Nullable SpanExporter spans;
    private @Nullable ConfigurableApplicationContext worker;

    /** @param prefix tells its topics from other installations' on the same broker */
    Installation(String bootstrap, String prefix, URI provider) {
        this(Map.of("bootstrap.servers", bootstrap), prefix, provider);
    }

    /** @param kafka what the order system's clients need */
    Installation(Map<String, Object> kafka, String prefix, URI provider) {
        this.kafka = kafka;
        this.prefix = prefix;
        this.arguments.addAll(List.of(
                "--spring.profiles.active=local",
                "--spring.kafka.bootstrap-servers=" + kafka.get("bootstrap.servers"),
                "--spring.main.banner-mode=off",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.port=0",
                "--refunds.topics.prefix=" + prefix,
                "--refunds.topics.partitions=3",
                "--refunds.accounts.simulator.type=http",
                "--refunds.api.key=" + API_KEY,
                "--refunds.accounts.simulator.url=" + provider));
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Path newState() {
        try {
            return Files.createTempDirectory(Path.of("target"), "state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other options; each takes the place of the one with its name. */
    Installation with(String... options) {
        for (String option : options) {
            String name = option.substring(0, option.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(name));
            arguments.add(option);
        }
        return this;
    }

    /** @param name of an option */
    Installation without(String name) {
        arguments.removeIf(argument -> argument.startsWith(name + "="));
        return this;
    }

    /** For callers that have its certificate. */
    Installation withTls(Certificate certificate) {
        http = HttpClient.newBuilder().sslContext(certificate.context(true)).build();
        scheme = "https";
        return this;
    }

    /** To be called before the start. */
    Installation withClock(InstantSource source) {
        clock = new Clock() {
            @Override
            public Instant instant() {
                return source.instant();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return source.withZone(zone);
            }
        };
        return this;
    }

    /** To be called before the start. */
    Installation withSpans(SpanExporter exporter) {
        spans = exporter;
        return with(
                "--management.tracing.export.enabled=true",
                "--management.opentelemetry.tracing.export.schedule-delay=100ms");
    }

    Installation start() {
        List<String> all = new ArrayList<>(arguments);
        all.add("--refunds.state-directory=" + state);
        worker = new SpringApplicationBuilder(RefundWorkerApplication.class)
                .initializers(context -> register((GenericApplicationContext) context))
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new));
        return this;
    }

    private void register(GenericApplicationContext context) {
        context.registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
        SpanExporter exporter = spans;
        if (exporter != null) {
            context.registerBean("testSpans", SpanExporter.class, () -> exporter);
        }
    }

    Installation awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/readyz").statusCode())
                        .as(get("/readyz").body())
                        .isEqualTo(200));
        return this;
    }

    HttpResponse<String> get(String path, String... headers) {
        return call("local.server.port", path, headers);
    }

    /** As somebody who has the local key. */
    HttpResponse<String> query(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of("X-Api-Key", API_KEY));
        all.addAll(List.of(headers));
        return get(path, all.toArray(String[]::new));
    }

    HttpResponse<String> getManagement(String path) {
        return call("local.management.port", path);
    }

    private HttpResponse<String> call(String portProperty, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(portProperty, path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    URI managementUri(String path) {
        return uri("local.management.port", path);
    }

    URI uri(String path) {
        return uri("local.server.port", path);
    }

    private URI uri(String portProperty, String path) {
        String port = running().getEnvironment().getRequiredProperty(portProperty);
        String spoken = portProperty.contains("management") ? "http" : scheme;
        return URI.create(spoken + "://127.0.0.1:" + port + path);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ConfigurableApplicationContext running() {
        return requireNonNull(worker);
    }

    /** What is mapped below these paths, such as {@code GET /v1/refunds}. */
    Set<String> operations(String... below) {
        Set<String> operations = new TreeSet<>();
        running()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues()
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> operations.add(method + " " + path))));
        operations.removeIf(operation -> Stream.of(below).noneMatch(path -> operation.contains(" " + path)));
        return operations;
    }

    void stop() {
        running().close();
    }

    Path state() {
        return state;
    }

    /** As on a machine that comes back with its disk. */
    void bringBack(Path former) {
        state = former;
    }

    /** As on a machine whose disk was lost. */
    void forgetState() {
        state = newState();
    }

    void request(String chargeId, String body) {
        send(chargeId, body.getBytes(UTF_8));
    }

    void request(String chargeId, String body, String trace) {
        var record = new ProducerRecord<>(prefix + "refund-requests", chargeId.getBytes(UTF_8), body.getBytes(UTF_8));
        record.headers().add("traceparent", trace.getBytes(UTF_8));
        send(record);
    }

    /** @param topic without the prefix */
    void send(String topic, String key, byte[] value) {
        send(new ProducerRecord<>(prefix + topic, key.getBytes(UTF_8), value));
    }

    /** With all its headers, as refundctl does it: under the right key, and with where it stood first. */
    void replay(ConsumerRecord<byte[], byte[]> letter, String chargeId) {
        var record = new ProducerRecord<>(
                prefix + "refund-requests", null, chargeId.getBytes(UTF_8), letter.value(), letter.headers());
        record.headers().add("x-replay-count", "1".getBytes(UTF_8));
        record.headers().add("x-replay-origin", (prefix + "refund-requests/0/0/" + letter.timestamp()).getBytes(UTF_8));
        send(record);
    }

    void send(@Nullable String key, byte @Nullable [] value) {
        send(new ProducerRecord<>(prefix + "refund-requests", key == null ? null : key.getBytes(UTF_8), value));
    }

    /** To the topic that only workers write to. */
    void input(int partition, String chargeId, byte[] value) {
        send(new ProducerRecord<>(prefix + "refund-inputs", partition, chargeId.getBytes(UTF_8), value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without waiting for the broker. */
    void sendLater(byte @Nullable [] key, byte[] value) {
        producer.send(new ProducerRecord<>(prefix + "refund-requests", key, value));
    }

    /** Whether everything that was sent has passed through intake and was decided. */
    boolean hasTakenAllRequests() {
        try (Admin admin = Admin.create(kafka)) {
            return isAtEnd(admin, "refund-intake", "refund-requests")
                    && isAtEnd(admin, "refund-decide", "refund-inputs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isAtEnd(Admin admin, String group, String topic) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(prefix + group)
                .partitionsToOffsetAndMetadata()
                .get();
        var partitions = producer.partitionsFor(prefix + topic).stream()
                .collect(Collectors.toMap(p -> new TopicPartition(p.topic(), p.partition()), p -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().get().entrySet().stream().allMatch(end -> {
            OffsetAndMetadata at = committed.get(end.getKey());
            return end.getValue().offset() == (at == null ? 0 : at.offset());
        });
    }

    /** A status event, its type without what all have in common. */
    record Event(String type, JsonNode body) {}

    /** All of the charge's, in order, once there is one of that kind. */
    List<Event> events(String chargeId, Predicate<List<Event>> enough) {
        return Awaitility.await().atMost(PATIENCE).until(() -> read("refund-status", chargeId), enough);
    }

    private List<Event> read(String topic, String chargeId) {
        List<Event> events = new ArrayList<>();
        for (var record : records(topic)) {
            if (chargeId.equals(new String(record.key(), UTF_8))) {
                String type = new String(record.headers().lastHeader("ce_type").value(), UTF_8);
                events.add(new Event(
                        type.replace("io.github.refundworker.refund.", "").replace(".v1", ""),
                        JSON.readTree(record.value())));
            }
        }
        return events;
    }

    /** Reasons of the dead letters, by key, once there are so many. */
    List<String> deadLetters(int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> records("refund-requests-dlt").stream()
                                .map(record -> {
                                    Header reason = record.headers().lastHeader("refunds-dlt-reason");
                                    return new String(reason.value(), UTF_8);
                                })
                                .toList(),
                        letters -> letters.size() >= count);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
        producer.close();
    }
}
