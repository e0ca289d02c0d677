package io.github.refundworker.proof;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the world of the proof holds besides the faults of machines and networks: people, providers as they really are, and
 * years. Each element can be left out, so that a fault that it finds is seen by itself: {@code -Dproof.wider=A,B} walks with
 * these elements only and {@code none} without any.
 */
enum Wider {
    /** A guarded refund is not sent on a sum that is known to differ. */
    GUARD_AT_PAYMENT,
    /** A guarded refund is not sent again on a sum that was read too long ago. */
    GUARD_ON_FRESH_FACTS,
    /** A refund from the provider's dashboard that was told is known at rest, whatever of ours was open meanwhile. */
    TOLD_IS_KNOWN,
    /** A request is refused as in progress or for want of the provider only where that is so. */
    HONEST_REFUSALS,
    /** People resolve, look up again and refresh, rightly and wrongly. */
    OPERATORS,
    /** One refund cannot be looked up, for ever. */
    BLIND_LOOK_UPS,
    /** One charge cannot be read, for ever. */
    BLIND_DESCRIBES,
    /** What was just written is not read yet. */
    LAGGING_READS,
    /** More of a charge is captured after it was read. */
    CAPTURE_GROWS,
    /** A provider lists a charge's refunds and not the charge, and first requests say wrongly what the charge is. */
    LISTING,
    /** Another system writes UUIDs of its own where our reference stands. */
    STRANGERS_REFERENCES,
    /** A refund is made in another currency than the charge's. */
    OTHER_CURRENCY,
    /** A provider takes weeks to finish a refund, and it is known at rest all the same. */
    LONG_PENDING,
    /** The worker is restarted with another policy: ages, the guard required or not, another default account. */
    POLICY_CHANGES,
    /** An order system asks again and again for weeks, and is refused for its charge's limits only while it is at them. */
    LIMITS_OVER_TIME,
    /** Disputes about a charge are opened, and won or lost; nothing is refunded while one is known to be open. */
    DISPUTES;

    private static final String ASKED = System.getProperty("proof.wider", "");
    private static final Set<String> NAMED =
            Arrays.stream(ASKED.split(",")).map(String::trim).collect(Collectors.toSet());

    private static volatile @Nullable Set<Wider> only;

    /** Whether any element that is on looks at what the decider was told. */
    static boolean needsReadings() {
        return GUARD_AT_PAYMENT.isOn()
                || GUARD_ON_FRESH_FACTS.isOn()
                || TOLD_IS_KNOWN.isOn()
                || CAPTURE_GROWS.isOn()
                || DISPUTES.isOn();
    }

    /**
     * Walks with these elements only, so that a planted bug is looked for in the lives and worlds in which it was found.
     *
     * @param elements absent to walk with all that are on
     */
    static void only(@Nullable Set<Wider> elements) {
        only = elements;
    }

    boolean isOn() {
        Set<Wider> now = only;
        if (now != null) {
            return now.contains(this);
        }
        return switch (ASKED) {
            case "", "all" -> true;
            default -> NAMED.contains(name());
        };
    }
}
