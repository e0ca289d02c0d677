package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The known facts about a charge, and their source. */
public sealed interface Facts {
    record Unknown() implements Facts {}

    /** The facts from a reading. */
    sealed interface Read extends Facts {
        /** A time before which the provider was certainly not read. Absent if the facts are outdated. */
        @Nullable
        Instant readAt();

        /** Whether the provider was read at this time or later. */
        default boolean isSince(Instant time) {
            Instant readAt = readAt();
            return readAt != null && !readAt.isBefore(time);
        }
    }

    /** The provider listed only refunds, and no accepted request has said yet what was captured. */
    record Listed(@Nullable Instant readAt) implements Read {}

    /**
     * The provider described the charge. If it lists only refunds, the amount is that of the first accepted request.
     *
     * @param kind as in {@link Description.Found}
     */
    record Described(
            Money captured,
            @Nullable Instant readAt,
            @Nullable String kind,
            Disputes disputes) implements Read {}

    /** The amount from the first accepted request, if the provider cannot describe a charge. */
    record Declared(Money captured) implements Facts {}

    /** The captured amount. Absent while unknown. */
    default @Nullable Money captured() {
        return switch (this) {
            case Unknown(), Listed(var _) -> null;
            case Described(Money captured, var _, var _, var _) -> captured;
            case Declared(Money captured) -> captured;
        };
    }

    /** Whether the charge must be read again before a decision rests on these facts. */
    default boolean isOutdated() {
        return this instanceof Read read && read.readAt() == null;
    }

    /** The kind of the charge. Absent for an ordinary charge. */
    default @Nullable String kind() {
        return switch (this) {
            case Unknown(), Listed(var _), Declared(var _) -> null;
            case Described(var _, var _, String kind, var _) -> kind;
        };
    }

    /** As of the newest reading; none where the provider tells nothing of them. */
    default Disputes disputes() {
        return switch (this) {
            case Unknown(), Listed(var _), Declared(var _) -> Disputes.NONE;
            case Described(var _, var _, var _, Disputes disputes) -> disputes;
        };
    }

    /** These facts with the captured amount from a request or a person. */
    default Facts declaring(Money captured) {
        return this instanceof Read read
                ? new Described(captured, read.readAt(), kind(), disputes())
                : new Declared(captured);
    }

    /** These facts, marked as outdated. */
    default Facts outdated() {
        return switch (this) {
            case Unknown(), Declared(var _) -> this;
            case Listed(var _) -> new Listed(null);
            case Described(Money captured, var _, String kind, Disputes disputes) ->
                new Described(captured, null, kind, disputes);
        };
    }
}
