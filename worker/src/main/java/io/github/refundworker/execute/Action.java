package io.github.refundworker.execute;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the executor's shell must do. Partitions are in ascending order, so that a simulated life that is repeated is the
 * same life.
 *
 * @param <C> a command
 * @param <A> an answer
 */
sealed interface Action<C, A> {
    /** May be performed on any thread, and is performed by the dispatcher. */
    sealed interface OfDispatcher<C, A> extends Action<C, A> {}

    /** Is performed on the consumer's thread, by the loop. */
    sealed interface OfLoop<C, A> extends Action<C, A> {}

    record StartCall<C, A>(Delivery delivery, C command) implements OfDispatcher<C, A> {}

    /** A command that reads waited too long, or would. It is answered without a call, and issued again later. */
    record GiveBack<C, A>(Delivery delivery, C command) implements OfDispatcher<C, A> {}

    record SendAnswer<C, A>(Delivery delivery, A answer) implements OfDispatcher<C, A> {}

    /** @param offsets the next one to read, by partition */
    record Commit<C, A>(Map<Integer, Long> offsets) implements OfLoop<C, A> {
        public Commit {
            offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        }
    }

    record Pause<C, A>(Set<Integer> partitions) implements OfLoop<C, A> {
        public Pause {
            partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
        }
    }

    record Resume<C, A>(Set<Integer> partitions) implements OfLoop<C, A> {
        public Resume {
            partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
        }
    }
}
