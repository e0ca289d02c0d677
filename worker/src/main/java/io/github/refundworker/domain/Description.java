package io.github.refundworker.domain;

import java.util.List;

/** What became of a {@code Describe} command. */
public sealed interface Description {
    /** @param refunds every refund of the charge that the provider holds, from every page */
    record Found(Money captured, List<ProviderRefund> refunds) implements Description {
        public Found {
            refunds = List.copyOf(refunds);
        }
    }

    /** @param refunds every refund of the charge that the provider holds; of the charge itself it tells nothing */
    record Listed(List<ProviderRefund> refunds) implements Description {
        public Listed {
            refunds = List.copyOf(refunds);
        }
    }

    /** The provider does not know this charge. */
    record Missing() implements Description {}

    /** The provider could not be asked, or did not answer. */
    record Unavailable(String why) implements Description {}
}
