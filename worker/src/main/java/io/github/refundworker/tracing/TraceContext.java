package io.github.refundworker.tracing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The trace that a call belongs to, for adapters that send it along. It concerns nothing that is asked for. */
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
