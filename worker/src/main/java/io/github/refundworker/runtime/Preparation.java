package io.github.refundworker.runtime;

/** Makes sure that everything exists that the steps need. */
@FunctionalInterface
interface Preparation {
    /** @throws NotReadyException if something is missing that may still appear */
    void prepare();
}
