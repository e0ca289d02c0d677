package io.github.refundworker.ops.audit;

/** The topic is there and is not fit to keep an audit log. */
public final class AuditTopicException extends RuntimeException {

    AuditTopicException(String message) {
        super(message);
    }
}
