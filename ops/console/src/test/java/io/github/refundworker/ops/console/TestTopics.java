package io.github.refundworker.ops.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundError;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.deadletter.DeadLetterHeaders;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.process.TestBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topics of one installation on the tests' broker, behind a prefix of their own, and what the worker writes to them. */
final class TestTopics implements AutoCloseable {

    static final int PARTITIONS = 4;

    final TopicNames names = new TopicNames("t" + ThreadLocalRandom.current().nextInt(1_000_000_000) + "-");
    final KafkaAccess access = KafkaAccess.of(TestBroker.address().bootstrap());

    private final KafkaProducer<byte[], byte[]> producer = access.writer(Duration.ofMinutes(2), Map.of());

    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    TestTopics() {
        create(names.status(), names.balances(), names.requestsDeadLetters(), names.inputsDeadLetters());
    }

    void create(String... names) {
        List<String> topics = List.of(names);
        try (Admin admin = Admin.create(access.client())) {
            admin.createTopics(topics.stream()
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // The brokers lead a partition a little later than they say so, and a producer that is refused meanwhile
            // may
            // never send its records in the right order again.
            Awaitility.await().ignoreExceptions().until(() -> isLed(admin, topics));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLed(Admin admin, List<String> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        return admin.listOffsets(all).all().get(5, TimeUnit.SECONDS).size() == all.size();
    }

    static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }

    static Refund refund(
            String name,
            String charge,
            long revision,
            RefundStatus status,
            String amount,
            String currency,
            @Nullable StatusInfo info) {
        return refund(name, charge, revision, status, amount, currency, info, Instant.now());
    }

    static Refund refund(
            String name,
            String charge,
            long revision,
            RefundStatus status,
            String amount,
            String currency,
            @Nullable StatusInfo info,
            Instant created) {
        return new Refund(
                id(name),
                revision,
                created.toString(),
                created.plusSeconds(revision).toString(),
                charge,
                currency,
                amount,
                null,
                null,
                false,
                status,
                status == RefundStatus.SUCCEEDED ? "re_" + name : null,
                null,
                info,
                null,
                null,
                null);
    }

    static ChargeBalance balance(
            String charge, String currency, String captured, String refunded, String pending, String left) {
        return new ChargeBalance(
                charge,
                1,
                currency,
                captured,
                refunded,
                pending,
                left,
                Instant.now().toString());
    }

    /** A refund that is created and succeeds at once. */
    void succeeded(String name, String charge, String amount, String currency) {
        event(created(name, refund(name, charge, 1, RefundStatus.PENDING, amount, currency, null)));
        event(updated(name, refund(name, charge, 2, RefundStatus.SUCCEEDED, amount, currency, null)));
    }

    static RefundEvent created(String name, Refund refund) {
        return new RefundCreated("req-" + name, Origin.REQUEST, refund, anyBalance(refund));
    }

    static RefundEvent updated(String name, Refund refund) {
        return new RefundUpdated("req-" + name, Origin.REQUEST, refund, anyBalance(refund));
    }

    static RefundEvent imported(Refund refund) {
        return new RefundCreated(null, Origin.PROVIDER, refund, anyBalance(refund));
    }

    static RefundEvent rejected(String request, String charge, String code, String description) {
        return new RefundRejected(
                request, charge, new RefundError(code, description, null, null, null, null, null, null), false, null);
    }

    private static ChargeBalance anyBalance(Refund refund) {
        return balance(refund.chargeId(), refund.currencyCode(), "100.00", "0", "0", "100.00");
    }

    void event(RefundEvent event) {
        String type = EventTypes.of(event);
        String id = event instanceof RefundCreated created
                ? created.refund().id() + "/" + created.refund().revision()
                : event instanceof RefundUpdated updated
                        ? updated.refund().id() + "/" + updated.refund().revision()
                        : event.requestId() + "/rejected";
        event(type, id, event.chargeId(), JsonHttp.MAPPER.writeValueAsBytes(event));
    }

    void event(String type, String id, String charge, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(names.status(), charge.getBytes(UTF_8), value);
        record.headers().add(EventHeaders.TYPE, type.getBytes(UTF_8));
        record.headers().add(EventHeaders.ID, id.getBytes(UTF_8));
        record.headers()
                .add(
                        EventHeaders.TRACE_PARENT,
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8));
        send(record);
    }

    void balance(ChargeBalance balance) {
        send(new ProducerRecord<>(
                names.balances(), balance.chargeId().getBytes(UTF_8), JsonHttp.MAPPER.writeValueAsBytes(balance)));
    }

    void letter(String topic, @Nullable String key, String value, String reason, String exception, String message) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, 0, key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add(DeadLetterHeaders.ORIGINAL_TOPIC, names.requests().getBytes(UTF_8));
        record.headers()
                .add(
                        DeadLetterHeaders.ORIGINAL_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES).putInt(1).array());
        record.headers()
                .add(
                        DeadLetterHeaders.ORIGINAL_OFFSET,
                        ByteBuffer.allocate(Long.BYTES).putLong(7).array());
        record.headers().add(DeadLetterHeaders.REASON, reason.getBytes(UTF_8));
        record.headers().add(DeadLetterHeaders.EXCEPTION_CLASS, exception.getBytes(UTF_8));
        record.headers().add(DeadLetterHeaders.EXCEPTION_MESSAGE, message.getBytes(UTF_8));
        send(record);
    }

    /** What a person did, from its intent to its end. */
    void audited(String actor, String action, String target, String why) {
        try (AuditLog audit = new AuditLog(access, names)) {
            AuditedAction audited = AuditedAction.of(actor, action, target, why);
            audit.intent(audited, Map.of("letters", 1));
            audit.outcome(audited, AuditEntry.Result.DONE, Map.of("sent", 1));
        }
    }

    void raw(String topic, String key, String value) {
        send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        sent.add(producer.send(record));
    }

    void flush() {
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        sent.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
