package io.github.refundworker.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE_ID = RecordedSpans.TRACE_ID;

    @Test
    void shouldGoOnAsItCame() {
        TraceParent parent = requireNonNull(TraceParent.of(RecordedSpans.SAMPLED));

        assertThat(parent.text()).isEqualTo(RecordedSpans.SAMPLED);
        assertThat(parent.bytes()).isEqualTo(RecordedSpans.SAMPLED.getBytes(UTF_8));
        assertThat(parent.traceId()).isEqualTo(TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319cb-7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333é-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
            })
    void shouldBeNoneOfAnotherForm(String text) {
        assertThat(TraceParent.of(text)).isNull();
        assertThat(TraceParent.of(text.getBytes(UTF_8))).isNull();
        assertThat(TraceParent.of(new RecordHeaders().add("traceparent", text.getBytes(UTF_8))))
                .isNull();
    }

    @Test
    void shouldBeNoneWhereARecordHasNone() {
        assertThat(TraceParent.of(new RecordHeaders())).isNull();
        assertThat(TraceParent.of(new RecordHeaders().add("traceparent", null))).isNull();
        assertThat(TraceParent.of((byte[]) null)).isNull();
        assertThat(TraceParent.of((String) null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"00,false", "01,true", "02,false", "03,true", "0a,false", "0b,true", "ff,true", "fe,false"})
    void shouldBeSampledByTheLastBitOfItsFlags(String flags, boolean sampled) {
        String text = "00-" + TRACE_ID + "-b7ad6b7169203331-" + flags;

        assertThat(requireNonNull(TraceParent.of(text)).isSampled()).isEqualTo(sampled);
    }

    /** It goes on all the same; but a span below it would begin a trace of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
            })
    void shouldNotBeSampledWhereTheStandardKnowsNoTrace(String text) {
        assertThat(requireNonNull(TraceParent.of(text)).isSampled()).isFalse();
    }
}
