package io.github.refundworker.decide;

import static io.github.refundworker.tracing.RecordedSpans.attributes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Waiting;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.RequestMark;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.domain.Trail;
import io.github.refundworker.tracing.RecordedSpans;
import io.github.refundworker.wire.InputCodec;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decisions, as the traces of their requests show them. */
class DecisionSpanTest {
    private static final String FIRST = "00-11111111111111111111111111111111-1111111111111111-01";
    private static final String SECOND = "00-22222222222222222222222222222222-2222222222222222-01";
    private static final String UNRECORDED = "00-33333333333333333333333333333333-3333333333333333-00";
    private static final ChargeId CHARGE = new ChargeId("ch_1");
    private static final String REFUND =
            RefundId.of("test", CHARGE, new RequestId("r1")).toString();

    private final RecordedSpans recorded = new RecordedSpans();
    private final DecideFixture decide = new DecideFixture(Decider::decide, recorded.spans());

    @AfterEach
    void close() {
        decide.close();
    }

    private List<Map<String, String>> all() {
        return recorded.ended().stream().map(RecordedSpans::attributes).toList();
    }

    private static Map<String, String> of(String requestId, String outcome) {
        return Map.of("charge_id", "ch_1", "request_id", requestId, "account", "main", "outcome", outcome);
    }

    private static Map<String, String> ofRefund(String outcome) {
        return Map.of(
                "charge_id", "ch_1", "refund_id", REFUND, "request_id", "r1", "account", "main", "outcome", outcome);
    }

    @Test
    void shouldSayWhatARequestAndItsAnswerCameTo() {
        decide.requested("ch_1", "r1", "0");
        decide.completed(decide.settled());

        assertThat(recorded.ended()).extracting(SpanData::getName).containsExactly("decide request", "decide answer");
        assertThat(recorded.ended()).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(RecordedSpans.TRACE_ID);
            assertThat(span.getParentSpanId()).isEqualTo(RecordedSpans.REQUEST_SPAN);
        });
        assertThat(all()).containsExactly(ofRefund("created"), ofRefund("updated"));
    }

    @Test
    void shouldSayWhyARequestWasRejectedOrIgnored() {
        byte[] request = InputCodec.write(decide.request("ch_1", "r1", "1"));
        decide.raw("ch_1", request);
        decide.requested("ch_1", "r1", "1");
        decide.raw("ch_1", request);

        assertThat(all().get(0))
                .containsEntry("outcome", "rejected")
                .containsEntry("code", "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH")
                .doesNotContainKey("refund_id");
        assertThat(all().get(1))
                .containsEntry("outcome", "repeated")
                .containsEntry("code", "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        assertThat(all()).hasSize(3);
    }

    @Test
    void shouldSayThatACopyOfARequestWasIgnored() {
        byte[] request = InputCodec.write(decide.request("ch_1", "r1", "0"));
        decide.raw("ch_1", request);
        decide.raw("ch_1", request);

        assertThat(all().getLast()).containsEntry("outcome", "ignored").containsEntry("reason", "same_record");
    }

    /** Which carries no header: nobody sent it. */
    @Test
    void shouldPutADueTimeIntoTheTraceOfTheRequestThatIsDue() {
        decide.requested("ch_1", "r1", "0", FIRST);
        decide.requested("ch_2", "r2", "0", UNRECORDED);
        decide.requested("ch_3", "r3", "0");
        Command.Settle first = decide.settled();
        int before = recorded.ended().size();
        decide.pass(Duration.ofHours(1));

        List<SpanData> due = recorded.ended().subList(before, recorded.ended().size());
        assertThat(due).hasSize(1);
        assertThat(due.getFirst().getName()).isEqualTo("decide due");
        assertThat(due.getFirst().getTraceId()).startsWith("1111");
        assertThat(due.getFirst().getParentSpanId()).startsWith("1111");
        assertThat(attributes(due.getFirst()))
                .containsEntry("refund_id", first.refundId().toString())
                .containsEntry("request_id", "r1");
    }

    @Test
    void shouldTakeADueTimeForThatOfTheRequestWhoseTurnDoesNotCome() {
        RefundRequest asked = (RefundRequest) decide.request("ch_1", "r1", null).body();
        RefundRequest later = (RefundRequest) decide.request("ch_1", "r2", null).body();
        Instant minute = DecideFixture.NOON.plusSeconds(60);
        Instant hour = DecideFixture.NOON.plusSeconds(3_600);
        ChargeState describing = new ChargeState(
                DecideFixture.NOON,
                DecideFixture.MAIN,
                new Facts.Unknown(),
                1,
                new OpenCommand.Describe(1, null, DecideFixture.NOON, minute, hour, 0),
                null,
                List.of(waiting(asked, FIRST, hour), waiting(later, SECOND, minute)),
                List.of(),
                List.of(),
                null,
                List.of(),
                null);

        assertThat(AskedBy.ofDue(describing, minute)).isEqualTo(new AskedBy(new RequestId("r2"), SECOND));
        assertThat(AskedBy.ofDue(describing, hour)).isEqualTo(new AskedBy(new RequestId("r1"), FIRST));
    }

    @Test
    void shouldTakeAReadingBeforeAnAttemptForThatOfTheRefundAndNotOfWhatWaitsBehindIt() {
        RefundRequest later = (RefundRequest) decide.request("ch_1", "r2", null).body();
        Instant minute = DecideFixture.NOON.plusSeconds(60);
        ChargeState reading = new ChargeState(
                DecideFixture.NOON,
                DecideFixture.MAIN,
                new Facts.Unknown(),
                3,
                new OpenCommand.Describe(3, RefundId.parse(REFUND), DecideFixture.NOON, minute, minute, 0),
                null,
                List.of(waiting(later, SECOND, minute.plusSeconds(60))),
                List.of(unsent()),
                List.of(),
                null,
                List.of(),
                null);
        AskedBy first = new AskedBy(new RequestId("r1"), FIRST);

        assertThat(AskedBy.ofReading(reading)).isEqualTo(first);
        assertThat(AskedBy.ofDue(reading, minute)).isEqualTo(first);
        assertThat(AskedBy.of(new Command.Describe(3, CHARGE, DecideFixture.NOON, minute), reading))
                .isEqualTo(first);
    }

    private static Refund unsent() {
        return new Refund(
                RefundId.parse(REFUND),
                new Origin.Requested(
                        new RequestId("r1"),
                        new RequestMark(1, 2, 3, true),
                        new Trail(DecideFixture.NOON, FIRST),
                        new Settlement(BigDecimal.ZERO, true, 1, DecideFixture.NOON, DecideFixture.NOON, false, 1, 0)),
                Money.of("25.00", "USD"),
                false,
                Texts.NONE,
                1,
                DecideFixture.NOON,
                DecideFixture.NOON,
                ProviderDetails.NONE,
                0,
                new RefundState.Submitted(DecideFixture.NOON));
    }

    private static Waiting waiting(RefundRequest request, String trace, Instant due) {
        return new Waiting(request, new Source("refund-requests", 3, 0, DecideFixture.NOON, trace), due);
    }

    @Test
    void shouldShowADeadLetterAsAnErrorWithoutQuotingIt() {
        decide.raw("ch_1", "no input".getBytes(UTF_8));

        SpanData span = recorded.ended().getFirst();
        assertThat(span.getName()).isEqualTo("decide");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(span)).isEqualTo(Map.of("outcome", "dead_lettered", "reason", "unreadable"));
        assertThat(span.getEvents().toString()).doesNotContain("no input");
    }

    @Test
    void shouldShowWhatCannotBeDecidedAsAnError() {
        try (DecideFixture failing = new DecideFixture(
                (policy, charge, state, input) -> {
                    throw new IllegalStateException("a bug of ours");
                },
                recorded.spans())) {
            failing.requested("ch_1", "r1", "0");
        }

        SpanData span = recorded.ended().getFirst();
        assertThat(span.getStatus().getDescription()).isEqualTo("IllegalStateException");
        assertThat(attributes(span))
                .isEqualTo(Map.of(
                        "charge_id", "ch_1", "request_id", "r1", "outcome", "dead_lettered", "reason", "undecidable"));
    }

    @Test
    void shouldNameTheRefundThatAPersonDecidedOn() {
        decide.requested("ch_1", "r1", "0");
        RefundId refund = RefundId.of("test", CHARGE, new RequestId("r1"));
        Input operator = new Input.OperatorDecided(
                DecideFixture.NOON, new OperatorDecision.LookUpAgain(refund, 7), "alice", "asked by phone");
        decide.raw("ch_1", InputCodec.write(operator));

        assertThat(recorded.ended().getLast().getName()).isEqualTo("decide operator");
        assertThat(all().getLast())
                .containsEntry("refund_id", REFUND)
                .containsEntry("request_id", "r1")
                .containsEntry("outcome", "ignored")
                .containsEntry("reason", "outdated_revision")
                .doesNotContainValue("alice");
    }

    @Test
    void shouldSayOnlyThatItWasDecidedWhereItsTurnHasNotCome() {
        decide.requested("ch_1", "r1", null);
        decide.requested("ch_1", "r2", null);

        assertThat(all().getLast()).isEqualTo(of("r2", "decided"));
    }
}
