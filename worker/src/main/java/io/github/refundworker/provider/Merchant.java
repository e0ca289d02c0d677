package io.github.refundworker.provider;

/** The merchant whose money an account refunds, as the provider names it. */
public sealed interface Merchant {
    /** @param id the provider's id, with everything else that must not change for this account name */
    record Known(String id) implements Merchant {}

    /** The provider has such an id, but did not answer. */
    record NotTold(String why) implements Merchant {}

    /** The provider's API has no such id. */
    record Nameless() implements Merchant {}
}
