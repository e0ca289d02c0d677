package io.github.refundworker.ops.deadletter.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.RecordWriter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ends a job that another process runs, or that no process runs any more. It only asks: the holder of the lease
 * finishes its current work, records it, and ends the job itself.
 */
public final class Cancellation {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Cancellation() {}

    /**
     * Asks for the end of a job, and waits for it.
     *
     * @return the job as it ended; absent if no job has that id
     */
    public static @Nullable Job cancel(
            KafkaAccess access, DeadLetterTopic topic, String job, String actor, String why) {
        try (BookFeed feed = BookFeed.of(access, topic)) {
            Job found = feed.catchUp().job(job);
            if (found == null || !found.status().goesOn()) {
                return found;
            }
        }
        ask(access, topic, job, new CancelRequest(actor, why, Instant.now().toString()));
        while (true) {
            try (JobLease lease = JobLease.take(access, topic, job, actor, waiting -> {})) {
                Job now = lease.book().job(job);
                if (now != null && now.status().goesOn()) {
                    now = now.ended(Job.Status.CANCELLED, "cancelled by " + actor + ": " + why, Instant.now());
                    lease.record(Map.of(), now);
                }
                return now;
            } catch (HeldException e) {
                Job now = state(access, topic, job);
                if (now == null || !now.status().goesOn()) {
                    return now;
                }
            }
        }
    }

    private static @Nullable Job state(KafkaAccess access, DeadLetterTopic topic, String job) {
        try (BookFeed feed = BookFeed.of(access, topic)) {
            return feed.catchUp().job(job);
        }
    }

    private static void ask(KafkaAccess access, DeadLetterTopic topic, String job, CancelRequest request) {
        byte[] key = Book.cancelKey(job).getBytes(UTF_8);
        try (RecordWriter writer = new RecordWriter(access, LIMIT, Map.of())) {
            writer.write(
                    new ProducerRecord<>(topic.book(), 0, key, JsonHttp.MAPPER.writeValueAsBytes(request)),
                    "cancellation");
        }
    }
}
