package io.github.refundworker.execute;

/** How much may be begun, as the provider and this process's clock allow it. */
enum Flow {
    /** As much as the limits allow. */
    FREE,

    /** The provider was away: a few commands at a time find out whether it is back. */
    TRICKLE,

    /**
     * The provider is away: nothing more is read. What is at hand is begun all the same and ends at once as not sent,
     * because no call is permitted; so the decider learns the truth now and not, at the due time, that nothing was heard.
     */
    CUT,

    /** Nothing is begun or read: by this process's clock nobody can tell what is too late. */
    STOPPED
}
