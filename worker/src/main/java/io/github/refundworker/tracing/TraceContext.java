package io.github.refundworker.tracing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The trace of the current provider call. Adapters send it as a header; it does not change the request. */
public final class TraceContext {
    private static final ScopedValue<String> PARENT = ScopedValue.newInstance();

    private TraceContext() {}

    /** @param parent a W3C {@code traceparent}; absent for a call that belongs to no trace */
    public static <T> T during(@Nullable String parent, Supplier<T> call) {
        return parent == null ? call.get() : ScopedValue.where(PARENT, parent).call(call::get);
    }

    /** What to send as {@value TraceParent#HEADER}. */
    public static @Nullable String parent() {
        return PARENT.isBound() ? PARENT.get() : null;
    }
}
