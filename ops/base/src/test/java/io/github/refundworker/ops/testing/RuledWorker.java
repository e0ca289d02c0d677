package io.github.refundworker.ops.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.InputId;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.StatusWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The worker's own rules between the worker's own topics, without what makes them scale: one thread folds the inputs,
 * and the provider is a function of the command.
 */
public final class RuledWorker implements AutoCloseable {

    private static final AccountName ACCOUNT = new AccountName("main");
    /** Its provider can describe no charge. */
    private static final AccountName UNDESCRIBED = new AccountName("undescribed");

    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Policy POLICY = new Policy(
            "test",
            ACCOUNT,
            Map.of(
                    ACCOUNT,
                    new Capabilities(Duration.ofHours(24), true, true, true, false, true, Map.of(USD, 2)),
                    UNDESCRIBED,
                    new Capabilities(Duration.ofHours(24), true, false, true, false, true, Map.of(USD, 2))),
            false,
            Policy.Limits.DEFAULT,
            Policy.Ages.DEFAULT);

    private final Cluster cluster;
    private final int partitions;
    private final Function<Command, Optional<Input>> provider;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<ChargeId, ChargeState> charges = new ConcurrentHashMap<>();
    private final StatusWriter statuses = new StatusWriter("test");
    private final AtomicLong offsets = new AtomicLong();
    private final Thread thread;

    /** @param provider what a command is answered; empty while it takes its time */
    public RuledWorker(Cluster cluster, int partitions, Function<Command, Optional<Input>> provider) {
        this.cluster = cluster;
        this.partitions = partitions;
        this.provider = provider;
        String bootstrap = cluster.bootstrap();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        cluster.names().decideGroup(),
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(i -> new TopicPartition(cluster.names().inputs(), i))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        thread = Thread.ofPlatform().start(this::run);
    }

    public static RefundId refundId(String charge, String requestId) {
        return RefundId.of("test", new ChargeId(charge), new RequestId(requestId));
    }

    /** Asks for $25. */
    public void request(String charge, String requestId) {
        request(charge, requestId, null, null);
    }

    /** Asks for $25 of a charge that the provider does not describe. */
    public void requestOf(String charge, String requestId, String captured) {
        request(charge, requestId, UNDESCRIBED, usd(captured));
    }

    private void request(String charge, String requestId, @Nullable AccountName account, @Nullable Money captured) {
        ChargeId id = new ChargeId(charge);
        RefundRequest request = new RefundRequest(
                new RequestId(requestId),
                id,
                new RefundRequest.Asked.Part(new BigDecimal("25.00"), USD),
                null,
                account,
                captured,
                Texts.NONE);
        write(
                id,
                new Input.RefundRequested(
                        Instant.now(), new Source("test", 0, offsets.getAndIncrement(), Instant.now()), request));
    }

    /** Tells it something of a charge, as the executor or a webhook would. */
    public void write(ChargeId chargeId, Input input) {
        producer.send(new ProducerRecord<>(
                cluster.names().inputs(),
                PartitionHash.partition(chargeId, partitions),
                chargeId.value().getBytes(UTF_8),
                InputCodec.write(input)));
        producer.flush();
    }

    public static Money usd(String amount) {
        return new Money(new BigDecimal(amount), USD);
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    decide(record);
                    consumer.commitSync(Map.of(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1)));
                }
            }
        } catch (WakeupException e) {
            // It is closed.
        }
    }

    private void decide(ConsumerRecord<byte[], byte[]> record) {
        ChargeId chargeId = new ChargeId(new String(record.key(), UTF_8));
        ChargeState before = charges.getOrDefault(chargeId, ChargeState.NONE);
        Input input = InputCodec.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
        Decision decision = Decider.decide(POLICY, chargeId, before, input);
        if (decision instanceof Decision.Next(ChargeState after, List<Effect> effects)) {
            charges.put(chargeId, after);
            perform(chargeId, effects);
        }
        UUID id = InputId.of(record.headers());
        if (id != null) {
            String refusal = decision instanceof Decision.Ignore(var why) ? why.name() : null;
            send(chargeId, StatusWriter.answered(id, chargeId, refusal), statuses.headers(id, chargeId, Instant.now()));
        }
        producer.flush();
    }

    private void perform(ChargeId chargeId, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendCommand(var account, Command command) ->
                    provider.apply(command).ifPresent(answer -> write(chargeId, answer));
                case Effect.PublishStatus(StatusEvent event) -> publish(chargeId, event);
                case Effect.PublishBalance(Balance balance) ->
                    producer.send(new ProducerRecord<>(
                            cluster.names().balances(),
                            PartitionHash.partition(chargeId, partitions),
                            chargeId.value().getBytes(UTF_8),
                            statuses.balance(chargeId, balance)));
            }
        }
    }

    private void publish(ChargeId chargeId, StatusEvent event) {
        send(chargeId, statuses.value(chargeId, event), statuses.headers(chargeId, event, Instant.now()));
    }

    private void send(ChargeId chargeId, byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                cluster.names().status(),
                PartitionHash.partition(chargeId, partitions),
                chargeId.value().getBytes(UTF_8),
                value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        producer.send(record);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
