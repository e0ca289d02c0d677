package io.github.refundworker.ops.deadletter.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A book without brokers; its records have the form that they have there. */
public final class MemoryBook {

    private final Book book = new Book();
    private long offset;

    public Book book() {
        return book;
    }

    public void record(Map<LetterId, Mark> marks, Job job) {
        marks.forEach((id, mark) -> write(Book.key(id), mark));
        write(Book.key(job), job);
    }

    public void cancel(String job) {
        write(Book.cancelKey(job), new CancelRequest("bob", "enough", "now"));
    }

    private void write(String key, Object value) {
        book.read(new ConsumerRecord<>(
                "book", 0, offset++, key.getBytes(UTF_8), JsonHttp.MAPPER.writeValueAsBytes(value)));
    }
}
