package io.github.refundworker.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading of a charge: the answer to a {@code Describe} command. */
public sealed interface Description {
    /** What the provider shows of the charge. */
    sealed interface Shown extends Description {}

    /**
     * @param refunds every refund of the charge that the provider holds, from every page
     * @param kind what makes refunds of this charge differ from those of an ordinary one, for ever; absent for those
     */
    record Found(
            Money captured,
            List<ProviderRefund> refunds,
            @Nullable String kind,
            Disputes disputes) implements Shown {
        public Found {
            refunds = List.copyOf(refunds);
        }

        /** Of an ordinary charge without disputes. */
        public Found(Money captured, List<ProviderRefund> refunds) {
            this(captured, refunds, null, Disputes.NONE);
        }
    }

    /** @param refunds every refund of the charge that the provider holds; of the charge itself it tells nothing */
    record Listed(List<ProviderRefund> refunds) implements Shown {
        public Listed {
            refunds = List.copyOf(refunds);
        }
    }

    /** The provider does not know this charge. */
    record Missing() implements Description {}

    /** The provider could not be asked, or did not answer. */
    record Unavailable(String why) implements Description {}

    /** The provider was not asked, because the command waited in the worker past its {@code sendBy}. */
    record TooLate() implements Description {}
}
