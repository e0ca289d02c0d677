package io.github.refundworker.ops.client;

/** The broker did not answer in time, or lacks a topic that every installation has. The message is one line. */
public final class BrokerUnreachableException extends RuntimeException {

    public BrokerUnreachableException(String message) {
        super(message);
    }
}
