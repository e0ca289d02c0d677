package io.github.refundworker.ops.audit;

/** The topic exists, but its settings are not fit for an audit log. */
public final class AuditTopicException extends RuntimeException {

    AuditTopicException(String message) {
        super(message);
    }
}
