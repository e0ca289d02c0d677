package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the book, and goes on reading it. Not safe for use by several threads. */
public final class BookFeed implements AutoCloseable {

    /** A broker that is read from answers much sooner. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

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
     * A book of which nothing is read yet; an empty one where nothing was ever done.
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

    /** Of a book whose topic is there, although not every broker may have heard of it yet. */
    static BookFeed ofPrepared(KafkaAccess access, DeadLetterTopic topic) {
        return new BookFeed(access, topic, true);
    }

    /** Reads to where the book ends now. */
    public Book catchUp() {
        if (exists) {
            try {
                long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                long heard = System.nanoTime();
                for (long at = consumer.position(partition); at < end; ) {
                    poll(Duration.ofMillis(200));
                    long before = at;
                    at = consumer.position(partition);
                    if (at > before) {
                        heard = System.nanoTime();
                    } else if (System.nanoTime() - heard > SILENCE_LIMIT.toNanos()) {
                        throw new TimeoutException("nothing came for " + SILENCE_LIMIT);
                    }
                }
            } catch (TimeoutException e) {
                throw new BrokerUnreachableException("the broker at " + bootstrap + " does not answer");
            } catch (AuthorizationException e) {
                throw NotAllowedException.named(e, "read topic " + partition.topic());
            }
        }
        return book;
    }

    /** Reads on, and waits that long if there is nothing more yet. */
    Book poll(Duration wait) {
        consumer.poll(wait).forEach(book::read);
        return book;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
