package io.github.refundworker.ops.cluster;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicScan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the public topics as a subscriber does: the statuses as they arrive, and all topics once more at the end. A
 * record that was read once must still be there at the end, unchanged.
 */
final class Witness {

    private static final List<String> DEAD_LETTERS =
            List.of(TopicNames.BARE.requestsDeadLetters(), TopicNames.BARE.inputsDeadLetters());

    private final Requests requests;
    private final Map<TopicPartition, Map<Long, Integer>> seen = new HashMap<>();

    Witness(Requests requests) {
        this.requests = requests;
    }

    /** A record of the status topic, as soon as it is there. */
    synchronized void see(ConsumerRecord<byte[], byte[]> message) {
        long now = System.nanoTime();
        seen.computeIfAbsent(new TopicPartition(message.topic(), message.partition()), place -> new HashMap<>())
                .put(message.offset(), Arrays.hashCode(message.value()));
        StatusEvents.read(message).ifPresent(event -> {
            if (event.requestId() != null && isLast(event)) {
                requests.ended(event.requestId(), message.partition(), now);
            }
        });
    }

    private static boolean isLast(RefundEvent event) {
        return switch (event) {
            case RefundCreated created -> isLast(created.refund());
            case RefundUpdated updated -> isLast(updated.refund());
            case RefundRejected rejected -> true;
            case RefundRepeated repeated -> repeated.refund() == null || isLast(repeated.refund());
        };
    }

    private static boolean isLast(Refund refund) {
        return refund.status() != RefundStatus.PENDING;
    }

    /** Hands every record of the public topics to the check. */
    synchronized void readAgain(String bootstrap, OutsideCheck check) {
        TopicScan.read(bootstrap, Topics.REFUND_STATUS, message -> {
            compare(message, check);
            StatusEvents.read(message)
                    .ifPresentOrElse(
                            event -> check.event(event, message.partition(), message.timestamp()),
                            () -> check.find("no event of ours: " + place(message)));
        });
        seen.forEach((partition, offsets) -> offsets.keySet()
                .forEach(offset -> check.find("a record that was committed is gone: " + partition + "@" + offset)));
        TopicScan.read(
                bootstrap,
                Topics.CHARGE_BALANCES,
                message -> check.balance(JsonHttp.MAPPER.readValue(message.value(), ChargeBalance.class)));
        for (String topic : DEAD_LETTERS) {
            TopicScan.read(bootstrap, topic, message -> check.deadLetter(topic, message.partition(), message.offset()));
        }
    }

    private void compare(ConsumerRecord<byte[], byte[]> message, OutsideCheck check) {
        Map<Long, Integer> before = seen.get(new TopicPartition(message.topic(), message.partition()));
        Integer hash = before == null ? null : before.remove(message.offset());
        if (hash != null && hash != Arrays.hashCode(message.value())) {
            check.find("a record has another content than before: " + place(message));
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> message) {
        return message.topic() + "-" + message.partition() + "@" + message.offset();
    }
}
