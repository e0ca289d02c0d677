package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.chargelog.ReadToEnd;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the book and follows it. Not safe for use by several threads. */
public final class BookFeed implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String bootstrap;
    private final TopicPartition partition;
    private final boolean exists;
    private final Book book = new Book();

    private BookFeed(KafkaAccess access, DeadLetterTopic topic, boolean exists) {
        bootstrap = access.bootstrap();
        partition = new TopicPartition(topic.book(), 0);
        consumer = access.reader();
        this.exists = exists;
        if (exists) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
        }
    }

    /**
     * A feed of a book that is not read yet. The book is empty if nothing was ever done.
     *
     * @throws BrokerUnreachableException if the broker does not answer
     */
    public static BookFeed of(KafkaAccess access, DeadLetterTopic topic) {
        boolean exists;
        try (TopicAdmin admin = new TopicAdmin(access)) {
            exists = admin.describe(topic.book()) != null;
        }
        return new BookFeed(access, topic, exists);
    }

    /** A feed of a book whose topic exists, although some brokers may not know it yet. */
    static BookFeed ofPrepared(KafkaAccess access, DeadLetterTopic topic) {
        return new BookFeed(access, topic, true);
    }

    /** Reads to the current end of the book. */
    public Book catchUp() {
        if (exists) {
            try {
                long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                new ReadToEnd(consumer, Map.of(partition, end), ReadToEnd.SILENCE).forEach(book::read);
            } catch (TimeoutException e) {
                throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
            } catch (AuthorizationException e) {
                throw NotAllowedException.named(e, "read topic " + partition.topic());
            }
        }
        return book;
    }

    /** Reads more, and waits for up to the given time if there is nothing more yet. */
    Book poll(Duration wait) {
        consumer.poll(wait).forEach(book::read);
        return book;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
