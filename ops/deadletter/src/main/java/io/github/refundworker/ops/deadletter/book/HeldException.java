package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.ops.deadletter.RefusedException;

/** Another process holds the topic. */
public final class HeldException extends RefusedException {

    HeldException(String topic, Lease lease) {
        super("another job works on " + topic + ": " + lease.describe());
    }
}
