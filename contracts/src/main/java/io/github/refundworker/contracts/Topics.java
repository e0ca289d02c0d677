package io.github.refundworker.contracts;

/** The names of the public topics, before the prefix that an installation may put in front of them. */
public final class Topics {

    /** Where order systems send {@link RefundRequest}s. */
    public static final String REFUND_REQUESTS = "refund-requests";

    /** Where {@link RefundEvent}s appear. Read it with {@code isolation.level=read_committed}. */
    public static final String REFUND_STATUS = "refund-status";

    /** Where each charge's newest {@link ChargeBalance} stays; compacted. */
    public static final String CHARGE_BALANCES = "charge-balances";

    private Topics() {}
}
