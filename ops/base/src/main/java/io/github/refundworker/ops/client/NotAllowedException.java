package io.github.refundworker.ops.client;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * A permission is missing, and the message names it. Kafka's own messages mostly name neither the operation nor the
 * resource.
 */
public final class NotAllowedException extends AuthorizationException {

    private NotAllowedException(String right, KafkaException cause) {
        super("not allowed to " + right, cause);
    }

    /** Whether the brokers do not let this client do something, which no further try changes. */
    public static boolean isDenial(Throwable e) {
        return e instanceof AuthorizationException || e instanceof AuthenticationException;
    }

    /**
     * What to throw instead: the same, unless it is a denial that does not say of what.
     *
     * @param right what was wanted: {@code read topic refund-status}
     */
    public static RuntimeException named(RuntimeException e, String right) {
        return e instanceof AuthorizationException denied && !(e instanceof NotAllowedException)
                ? new NotAllowedException(right, denied)
                : e;
    }
}
