package io.github.refundworker.execute;

import java.util.Map;
import java.util.Set;

/**
 * What the executor's shell is to do.
 *
 * @param <C> a command
 * @param <A> an answer
 */
sealed interface Action<C, A> {
    record StartCall<C, A>(Delivery delivery, C command) implements Action<C, A> {}

    record SendAnswer<C, A>(Delivery delivery, A answer) implements Action<C, A> {}

    /** @param offsets the next one to read, by partition */
    record Commit<C, A>(Map<Integer, Long> offsets) implements Action<C, A> {
        public Commit {
            offsets = Map.copyOf(offsets);
        }
    }

    record Pause<C, A>(Set<Integer> partitions) implements Action<C, A> {
        public Pause {
            partitions = Set.copyOf(partitions);
        }
    }

    record Resume<C, A>(Set<Integer> partitions) implements Action<C, A> {
        public Resume {
            partitions = Set.copyOf(partitions);
        }
    }
}
