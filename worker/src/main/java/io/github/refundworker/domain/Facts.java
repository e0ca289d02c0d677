package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of the charge itself, and from whom. */
public sealed interface Facts {
    record Unknown() implements Facts {}

    /**
     * The provider's word, as far as it gives one: where it tells of refunds only, the amount is the first request's.
     *
     * @param readAt a time before which it was surely not read; {@code EPOCH} if it is known to be outdated
     */
    record Described(Money captured, Instant readAt) implements Facts {
        boolean isOutdated() {
            return readAt.equals(Instant.EPOCH);
        }
    }

    /** The first request's word, where the provider cannot describe a charge. */
    record Declared(Money captured) implements Facts {}

    /** Absent while unknown. */
    default @Nullable Money captured() {
        return switch (this) {
            case Unknown() -> null;
            case Described(Money captured, var _) -> captured;
            case Declared(Money captured) -> captured;
        };
    }
}
