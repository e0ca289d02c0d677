package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.chargelog.ReadToEnd;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the letters of a plan, partition by partition, and skips the records between them. */
final class KafkaLetters implements PlannedLetters, AutoCloseable {

    /** A gap that is read through, because a seek would cost another fetch. */
    private static final long SHORT_GAP = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String bootstrap;
    private final String topic;
    private final Iterator<LetterId> wanted;

    private @Nullable TopicPartition partition;
    private long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private @Nullable ConsumerRecord<byte[], byte[]> peeked;

    /** @param wanted ordered by partition and offset */
    KafkaLetters(KafkaAccess access, DeadLetterTopic topic, List<LetterId> wanted) {
        this.bootstrap = access.bootstrap();
        this.topic = topic.name();
        this.wanted = wanted.iterator();
        this.consumer = access.reader();
    }

    @Override
    public List<Planned> next(int most) {
        List<Planned> letters = new ArrayList<>();
        while (letters.size() < most && wanted.hasNext()) {
            LetterId id = wanted.next();
            letters.add(new Planned(id, find(id)));
        }
        return letters;
    }

    private @Nullable DeadLetter find(LetterId id) {
        try {
            TopicPartition home = goTo(id);
            while (true) {
                if (peeked == null && !fetched.hasNext() && id.offset() - consumer.position(home) > SHORT_GAP) {
                    consumer.seek(home, id.offset());
                }
                ConsumerRecord<byte[], byte[]> record = peek(home);
                if (record == null || record.offset() > id.offset()) {
                    return null;
                }
                peeked = null;
                if (record.offset() == id.offset()) {
                    return DeadLetter.of(record);
                }
            }
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
        } catch (AuthorizationException e) {
            throw NotAllowedException.named(e, "read topic " + topic);
        }
    }

    private TopicPartition goTo(LetterId id) {
        TopicPartition home = new TopicPartition(topic, id.partition());
        if (!home.equals(partition)) {
            partition = home;
            consumer.assign(List.of(home));
            end = consumer.endOffsets(List.of(home)).getOrDefault(home, 0L);
            consumer.seek(home, id.offset());
            peeked = null;
            fetched = Collections.emptyIterator();
        }
        return home;
    }

    /** The next record of the partition. Absent at its end. */
    private @Nullable ConsumerRecord<byte[], byte[]> peek(TopicPartition home) {
        if (peeked == null) {
            if (!fetched.hasNext()) {
                fetched = new ReadToEnd(consumer, Map.of(home, end), ReadToEnd.SILENCE)
                        .next()
                        .iterator();
            }
            if (!fetched.hasNext()) {
                return null;
            }
            peeked = fetched.next();
        }
        return peeked;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
