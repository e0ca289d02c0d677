package io.github.refundworker.provider.stripe;

import com.stripe.net.RequestOptions;
import io.github.refundworker.domain.RefundId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rest of a time limit that several calls share. */
final class Deadline {
    private final long end;

    Deadline(Duration timeout) {
        end = System.nanoTime() + timeout.toNanos();
    }

    /** Options of a call that only reads. */
    RequestOptions options() {
        return options(null);
    }

    RequestOptions options(@Nullable RefundId key) {
        long left = Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
        RequestOptions.RequestOptionsBuilder options =
                RequestOptions.builder().setMaxNetworkRetries(0).setReadTimeout(Math.toIntExact(left));
        return (key == null ? options : options.setIdempotencyKey(key.toString())).build();
    }
}
