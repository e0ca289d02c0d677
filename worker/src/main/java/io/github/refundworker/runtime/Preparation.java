package io.github.refundworker.runtime;

/** What must be there before anything runs. */
@FunctionalInterface
interface Preparation {
    /** @throws NotReadyException if something is missing that may still come */
    void prepare();
}
