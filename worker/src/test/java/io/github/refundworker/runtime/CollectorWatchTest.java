package io.github.refundworker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CollectorWatchTest {
    private boolean listens;
    private final CollectorWatch watch = new CollectorWatch(new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return listens
                    ? CompletableResultCode.ofSuccess()
                    : CompletableResultCode.ofExceptionalFailure(new ConnectException("refused"));
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    });

    private void export(boolean listening) {
        listens = listening;
        assertThat(watch.export(List.of()).isSuccess()).isEqualTo(listening);
    }

    @Test
    void shouldSayOnceThatSpansAreLostAndAgainOnlyAfterTheyWereTaken(CapturedOutput output) {
        export(false);
        export(false);
        export(true);
        export(false);
        export(false);

        assertThat(output.getAll().lines())
                .filteredOn(line -> line.contains(
                        "spans are lost until the collector accepts them: java.net.ConnectException: refused"))
                .hasSize(2);
    }
}
