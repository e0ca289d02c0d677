package io.github.refundworker.runtime;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that a collector does not accept spans. The exporter itself would log it with every batch. Spans that it
 * does not accept are lost.
 */
final class CollectorWatch implements SpanExporter {
    private static final Logger log = LoggerFactory.getLogger(CollectorWatch.class);

    private final SpanExporter exporter;
    private final AtomicBoolean lost = new AtomicBoolean();

    CollectorWatch(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess() && lost.compareAndSet(false, true)) {
                Throwable why = result.getFailureThrowable();
                log.warn(
                        "spans are lost until the collector accepts them: {}",
                        why == null ? "refused" : why.toString());
            } else if (result.isSuccess() && lost.compareAndSet(true, false)) {
                log.info("the collector accepts spans again");
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
