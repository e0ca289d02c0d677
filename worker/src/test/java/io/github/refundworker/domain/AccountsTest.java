package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.CHARGE;
import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.MAIN;
import static io.github.refundworker.domain.Scenario.SILENT;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which account a charge belongs to, what follows once it is gone, and what follows from what it cannot do. */
class AccountsTest {
    private static final AccountName OTHER = new AccountName("other");

    private static String whyInReview(Scenario s) {
        return Objects.requireNonNull(s.refund("r1").state().statusInfo()).description();
    }

    /** The worker does not start under another namespace; should it, the request is still the one that was answered. */
    @Test
    void shouldKnowARequestByItsOwnIdUnderAnotherNamespace() {
        Scenario s = Scenario.submitted(KEYED);
        s.answered(completed("p1", "25.00"));
        RefundId made = s.state.refunds().getLast().id();

        Scenario renamed = s.underNamespace("renamed");

        assertThat(renamed.request("r1", part("25.00")))
                .singleElement()
                .asString()
                .startsWith("repeated r1");
        assertThat(renamed.state.refunds()).extracting(Refund::id).containsExactly(made);
    }

    @Test
    void shouldKeepAChargeAtTheAccountOfItsFirstRequest() {
        Scenario s = Scenario.with(KEYED).reconfigured(Map.of(MAIN, KEYED, OTHER, KEYED));
        s.request("r0", part("1.00").guard("77").provider("other"));
        s.described("100.00");
        assertThat(s.request("r1", part("5.00").provider("main")))
                .containsExactly("rejected r1 INVALID_REQUEST provider");
        assertThat(s.request("r1", part("5.00").provider("main"))).containsExactly("repeated r1 INVALID_REQUEST");
        assertThat(s.request("r2", part("5.00"))).contains("settle #2 r2 5.00");
        assertThat(s.state.account()).isEqualTo(OTHER);
    }

    @Nested
    class WhichIsNotConfiguredAnyMore {
        @Test
        void shouldLeaveToAPersonWhatCannotBeSent() {
            Scenario s = submitted(KEYED);
            s.answered(notSent());
            s = s.reconfigured(Map.of());
            assertThat(s.waits()).containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(whyInReview(s)).isEqualTo("its provider account is not configured any more");
        }

        @Test
        void shouldLeaveToAPersonWhatCannotBeLookedUp() {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            s = s.reconfigured(Map.of());
            assertThat(s.waits()).containsExactly("updated r1 25.00 PENDING rev 3 (NEEDS_REVIEW)");
            assertThat(whyInReview(s)).isEqualTo("its provider cannot be asked about it");
        }

        @Test
        void shouldAskNobodyAfterAHint() {
            Scenario s = submitted(KEYED);
            s.notified("r1");
            s = s.reconfigured(Map.of());
            assertThat(s.answered(completed("p1", "25.00")))
                    .containsExactly(
                            "updated r1 25.00 SUCCEEDED rev 2",
                            "balance: refunded 25.00, pending 0.00, refundable 75.00");
            assertThat(s.notified("r1")).containsExactly("ignored: CANNOT_ASK");
        }

        @Test
        void shouldStillTakeOverWhatWasReadOfTheCharge() {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            s = s.reconfigured(Map.of());
            assertThat(s.described("100.00", held("dash", "100.00", ProviderStatus.SUCCEEDED, null)))
                    .containsExactly(
                            "created provider's dash 100.00 SUCCEEDED rev 1",
                            "rejected r1 UNKNOWN_PROVIDER",
                            "balance: refunded 100.00, pending 0.00, refundable 0.00");
            assertThat(s.state.refund(RefundId.imported(CHARGE, MAIN, "dash"))).isNotNull();
        }
    }

    @Nested
    class WhichCanBeAskedNothing {
        private static Scenario submittedTo(Capabilities capabilities) {
            Scenario s = Scenario.with(capabilities);
            assertThat(s.request("r1", part("25.00").charge("100"))).contains("settle #1 r1 25.00");
            return s;
        }

        @Test
        void shouldSendAgainForAsLongAsItsKeyProtects() {
            Scenario s = submittedTo(SILENT);
            s.answered(unknown());
            s.now = s.now.plus(Duration.ofHours(23)).minusSeconds(1);
            assertThat(s.waits()).containsExactly("settle #2 r1 25.00 looking first");
        }

        @Test
        void shouldLeaveAnUnclearAttemptToAPersonOnceItsKeyMayBeForgotten() {
            Scenario s = submittedTo(SILENT);
            s.answered(unknown());
            s.now = s.now.plus(Duration.ofHours(23));
            assertThat(s.waits()).containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
            assertThat(whyInReview(s)).isEqualTo("its key may be forgotten and its provider cannot look it up");
        }

        @Test
        void shouldSendAgainHoweverLateWhatWasCertainlyNotSent() {
            Scenario s = submittedTo(SILENT);
            s.answered(notSent());
            s.now = s.now.plus(Duration.ofHours(30));
            assertThat(s.waits()).containsExactly("settle #2 r1 25.00");
        }

        @Test
        void shouldLeaveAnUnclearAttemptWithoutAKeyToAPerson() {
            Scenario s = submittedTo(new Capabilities(Duration.ZERO, false, false, false, false, true, KEYED.digits()));
            s.answered(unknown());
            assertThat(s.waits()).containsExactly("updated r1 25.00 PENDING rev 2 (NEEDS_REVIEW)");
        }

        @Test
        void shouldLeaveToAPersonWhatItWillDecideLater() {
            Scenario s = submittedTo(SILENT);
            s.answered(pending("p1", "25.00"));
            assertThat(s.waits()).containsExactly("updated r1 25.00 PENDING rev 3 (NEEDS_REVIEW)");
        }
    }
}
