package io.github.refundworker.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/**
 * The answers that the broker has not acknowledged. An answer that failed is sent again, at growing intervals without an end.
 *
 * @param <A> an answer
 */
final class UnacknowledgedAnswers<A> {
    private static final Duration FIRST_RESEND = Duration.ofMillis(100);
    private static final int MAX_DOUBLINGS = 6;

    private final Map<Delivery, Sent<A>> answers = new HashMap<>();
    private final PriorityQueue<Resend> resends = new PriorityQueue<>(Comparator.comparing(Resend::due));

    private record Sent<A>(A answer, int failures) {}

    private record Resend(Instant due, Delivery delivery) {}

    void sent(Delivery delivery, A answer) {
        answers.put(delivery, new Sent<>(answer, 0));
    }

    void acknowledged(Delivery delivery) {
        if (answers.remove(delivery) == null) {
            throw notAwaited(delivery);
        }
    }

    void failed(Delivery delivery, Instant now) {
        Sent<A> failed = answers.get(delivery);
        if (failed == null) {
            throw notAwaited(delivery);
        }
        int doublings = Math.min(failed.failures(), MAX_DOUBLINGS);
        answers.put(delivery, new Sent<>(failed.answer(), failed.failures() + 1));
        resends.add(new Resend(now.plus(FIRST_RESEND.multipliedBy(1L << doublings)), delivery));
    }

    private static IllegalStateException notAwaited(Delivery delivery) {
        return new IllegalStateException(delivery + " awaits no acknowledgement");
    }

    /** Takes the answers to send again now, in the order of their times. */
    void takeDue(Instant now, BiConsumer<Delivery, A> due) {
        for (Resend next = resends.peek(); next != null && !next.due().isAfter(now); next = resends.peek()) {
            resends.remove();
            Sent<A> answer = answers.get(next.delivery());
            if (answer != null) {
                due.accept(next.delivery(), answer.answer());
            }
        }
    }

    int size() {
        return answers.size();
    }
}
