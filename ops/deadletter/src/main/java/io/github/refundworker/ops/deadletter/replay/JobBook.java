package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.util.Map;

/** The book, for the holder of the lease. */
interface JobBook {

    Book book();

    void record(Map<LetterId, Mark> marks, Job job);
}
