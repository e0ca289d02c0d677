package io.github.refundworker.execute;

/** How many commands may be begun, given the provider and this process's clock. */
enum Flow {
    /** As many as the limits allow. */
    FREE,

    /** The provider was down. A few commands at a time test whether it is back. */
    TRICKLE,

    /**
     * The provider is down, so nothing more is read from the topic. Commands in memory still begin and end at once
     * as not sent, because no call is permitted. So the decider learns this now, and not only at the due time.
     */
    CUT,

    /** Nothing is begun or read, because this process's clock cannot tell what is too late. */
    STOPPED
}
