package io.github.refundworker.lifecycle;

/** Makes sure that everything exists that the steps need. */
@FunctionalInterface
public interface Preparation {
    /** @throws NotReadyException if something is missing that may still appear */
    void prepare();
}
