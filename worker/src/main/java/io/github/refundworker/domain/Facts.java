package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The known facts about a charge, and their source. */
public sealed interface Facts {
    record Unknown() implements Facts {}

    /**
     * The provider listed only refunds, and no accepted request has said yet what was captured.
     *
     * @param readAt as of {@code Described}
     */
    record Listed(Instant readAt) implements Facts {}

    /**
     * The facts from a reading. If the provider lists only refunds, the amount is that of the first accepted
     * request.
     *
     * @param readAt a time before which the provider was certainly not read; {@code EPOCH} if the facts are outdated
     * @param kind as in {@link Description.Found}
     */
    record Described(
            Money captured, Instant readAt, @Nullable String kind) implements Facts {}

    /** The amount from the first accepted request, if the provider cannot describe a charge. */
    record Declared(Money captured) implements Facts {}

    /** The captured amount. Absent while unknown. */
    default @Nullable Money captured() {
        return switch (this) {
            case Unknown(), Listed(var _) -> null;
            case Described(Money captured, var _, var _) -> captured;
            case Declared(Money captured) -> captured;
        };
    }

    /** A time before which the provider was certainly not read. Absent if it was not read at all. */
    default @Nullable Instant readAt() {
        return switch (this) {
            case Unknown(), Declared(var _) -> null;
            case Listed(Instant readAt) -> readAt;
            case Described(var _, Instant readAt, var _) -> readAt;
        };
    }

    default boolean isOutdated() {
        return Instant.EPOCH.equals(readAt());
    }

    /** The kind of the charge. Absent for an ordinary charge. */
    default @Nullable String kind() {
        return switch (this) {
            case Unknown(), Listed(var _), Declared(var _) -> null;
            case Described(var _, var _, String kind) -> kind;
        };
    }

    /** These facts with the captured amount from a request or a person. */
    default Facts declaring(Money captured) {
        Instant readAt = readAt();
        return readAt == null ? new Declared(captured) : new Described(captured, readAt, kind());
    }

    /** These facts, marked as outdated: the charge is read again before a decision rests on them. */
    default Facts outdated() {
        return switch (this) {
            case Unknown(), Declared(var _) -> this;
            case Listed(var _) -> new Listed(Instant.EPOCH);
            case Described(Money captured, var _, String kind) -> new Described(captured, Instant.EPOCH, kind);
        };
    }
}
