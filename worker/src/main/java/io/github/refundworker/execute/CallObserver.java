package io.github.refundworker.execute;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.TraceContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees every call to a provider, and may put it into the trace as a span of its own. */
@FunctionalInterface
public interface CallObserver {
    /** Passes the trace on as it is. */
    CallObserver NONE = (account, operation, trace, call) -> TraceContext.during(trace, call);

    /**
     * Makes the call, once.
     *
     * @param trace the W3C {@code traceparent} of the request that it is made for
     */
    ProviderResponse observe(
            AccountName account, String operation, @Nullable String trace, Supplier<ProviderResponse> call);
}
