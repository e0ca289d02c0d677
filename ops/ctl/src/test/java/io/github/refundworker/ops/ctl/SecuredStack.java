package io.github.refundworker.ops.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.flow.PrintedAcls;
import io.github.refundworker.flow.ProviderDouble;
import io.github.refundworker.flow.SecuredBroker;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.ctl.Cli.Run;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.process.WorkerProcess;
import io.github.refundworker.wire.InputCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A worker and a broker that knows whoever speaks to it and allows them what {@code refundctl acls} prints, and nothing
 * else. The worker's own roles are {@code SecuredClusterTest}'s: here one process has the rights of all that work.
 */
final class SecuredStack implements AutoCloseable {

    static final String PREFIX = "acme-";
    static final String UPSTREAM = "refund-upstream";
    static final String REVIEW = "refund-review";
    static final String DEAD_LETTERS = "refund-dead-letters";
    static final String NOBODY = "nobody";
    static final String LETTERS = PREFIX + "refund-requests-dlt";

    private static final String WORKER = "refund-worker";
    private static final List<String> ROLES = List.of("refund-intake", "refund-decide", "refund-execute");

    final ProviderDouble provider = new ProviderDouble();

    /** What {@code refundctl acls} prints. */
    final List<AclBinding> printed;

    private final Path directory;
    private final SecuredBroker broker;
    private final WorkerProcess worker;
    private int letters;

    SecuredStack(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        broker = new SecuredBroker(directory, List.of(WORKER, UPSTREAM, REVIEW, DEAD_LETTERS, NOBODY));
        var topics = CompletableFuture.runAsync(() -> program("topics", "--create"));
        printed = PrintedAcls.parsed(program("acls"));
        topics.join();
        List<AclBinding> all = new ArrayList<>(printed);
        printed.stream()
                .filter(binding -> ROLES.contains(user(binding)))
                .map(binding -> PrintedAcls.binding(WORKER, binding.entry().operation(), binding.pattern()))
                .forEach(all::add);
        broker.allow(all);
        stepOver();
        worker = new WorkerProcess(options("--refunds.roles=intake,decide,execute", WORKER), directory).awaitReady();
    }

    private String program(String verb, String... more) {
        try {
            return WorkerProcess.printed(options(verb, SecuredBroker.ADMIN, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Only while no intake runs: a record after another one, on a partition that was read before. */
    private void stepOver() {
        TopicPartition partition = new TopicPartition(PREFIX + "refund-requests", 0);
        try (Admin admin = Admin.create(broker.client(SecuredBroker.ADMIN));
                var producer = new KafkaProducer<>(
                        broker.client(SecuredBroker.ADMIN), new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.alterConsumerGroupOffsets(PREFIX + "refund-intake", Map.of(partition, new OffsetAndMetadata(0)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            String before = """
                    {"requestId":"r-before","chargeId":"ch_before","amount":"1.00","currencyCode":"USD"}""";
            producer.send(
                    new ProducerRecord<>(partition.topic(), 0, "ch_before".getBytes(UTF_8), before.getBytes(UTF_8)));
            producer.send(
                    new ProducerRecord<>(partition.topic(), 0, "ch_stepped_over".getBytes(UTF_8), new byte[] {0}));
        }
        done(
                DEAD_LETTERS,
                "intake step-over --partition 0 --offset 1 --confirm " + partition.topic()
                        + " --why drill --actor ann");
    }

    private List<String> options(String first, String user, String... more) {
        return Stream.of(
                        Stream.of(first),
                        Stream.of(more),
                        Stream.of(broker.worker(user)),
                        Stream.of(
                                "--spring.profiles.active=production",
                                "--refunds.namespace=secured",
                                "--refunds.instance-id=secured",
                                "--refunds.topics.prefix=" + PREFIX,
                                "--refunds.topics.partitions=3",
                                "--refunds.topics.create=false",
                                "--refunds.topics.replication-factor=1",
                                "--refunds.topics.min-in-sync-replicas=1",
                                "--refunds.accounts.simulator.type=http",
                                "--refunds.accounts.simulator.url=" + provider.url()))
                .flatMap(option -> option)
                .toList();
    }

    static String user(AclBinding binding) {
        return binding.entry().principal().replace("User:", "");
    }

    /** As the user whom the file of settings makes it. */
    Run as(String user, String line) {
        Path settings = directory.resolve(user + ".properties");
        Properties properties = new Properties();
        broker.client(user).forEach((name, value) -> properties.setProperty(name, value.toString()));
        try (var out = Files.newBufferedWriter(settings)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
        if (!line.startsWith("dlt ")) {
            arguments.addAll(List.of("--prefix", PREFIX));
        } else if (!line.startsWith("dlt replay ") && !line.contains("--topic")) {
            arguments.addAll(List.of("--topic", LETTERS));
        }
        arguments.addAll(List.of("--bootstrap", broker.bootstrap(), "--client-config", settings.toString()));
        return Cli.run(arguments.toArray(String[]::new));
    }

    /** How the user's clients connect. */
    KafkaAccess access(String user) {
        Map<String, String> settings = new HashMap<>();
        broker.client(user).forEach((name, value) -> settings.put(name, value.toString()));
        return new KafkaAccess(broker.bootstrap(), settings);
    }

    /** What must go well. */
    Run done(String user, String line) {
        Run run = as(user, line);
        assertThat(run.exit()).as(line + ": " + run.err() + run.out()).isEqualTo(ExitCodes.OK);
        return run;
    }

    void send(String user, String topic, String key, byte @Nullable [] value, Iterable<Header> headers) {
        try (var producer =
                new KafkaProducer<>(broker.client(user), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PREFIX + topic, null, key.getBytes(UTF_8), value, headers));
        }
    }

    /** Keys of what an order system reads there. */
    List<String> keys(String topic) {
        Map<String, Object> config = new HashMap<>(broker.client(UPSTREAM));
        config.put("auto.offset.reset", "earliest");
        List<String> keys = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(PREFIX + topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(new String(record.key(), UTF_8)));
                return !keys.isEmpty();
            });
        }
        return keys;
    }

    /** A request with another charge's key, which intake cannot take. */
    void miskeyed(String charge) {
        letters++;
        provider.charge(charge, "100.00");
        send(
                UPSTREAM,
                "refund-requests",
                "another",
                """
                {"requestId":"r-%s","chargeId":"%s","amount":"25.00","currencyCode":"USD"}""".formatted(charge, charge).getBytes(UTF_8),
                List.of());
    }

    /** One that intake took and nobody could decide on, until the worker was mended. */
    void undecided(String charge) {
        letters++;
        provider.charge(charge, "100.00");
        RefundRequest request = new RefundRequest(
                new RequestId("r-" + charge),
                new ChargeId(charge),
                new RefundRequest.Asked.Part(new BigDecimal("25.00"), new CurrencyCode("USD")),
                null,
                null,
                null,
                Texts.NONE);
        Source source = new Source(PREFIX + "refund-requests", 0, 1_000, Instant.now());
        DeadLetter letter = new DeadLetters(1_100_000)
                .of(
                        new ConsumerRecord<>(
                                PREFIX + "refund-inputs",
                                0,
                                1_000,
                                charge.getBytes(UTF_8),
                                InputCodec.write(new Input.RefundRequested(Instant.now(), source, request))),
                        DeadLetterReason.UNDECIDABLE,
                        new IllegalStateException("of an earlier version"));
        send(SecuredBroker.ADMIN, "refund-requests-dlt", charge, letter.value(), letter.headers());
    }

    /** Until all of them lie there. */
    void awaitLetters() {
        await().until(() -> as(DEAD_LETTERS, "dlt list --json").jsonLines().size() >= letters);
    }

    /** Does it while the user lacks one of the printed rights. */
    void without(String user, AclOperation operation, String name, Runnable action) {
        List<AclBinding> right = printed.stream()
                .filter(binding -> user(binding).equals(user))
                .filter(binding -> binding.entry().operation() == operation)
                .filter(binding -> binding.pattern().name().equals(name))
                .toList();
        assertThat(right).hasSize(1);
        broker.forbid(right);
        try {
            action.run();
        } finally {
            broker.allow(right);
        }
    }

    @Override
    public void close() {
        worker.close();
        provider.close();
        broker.close();
    }
}
