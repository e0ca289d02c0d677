package io.github.refundworker.provider;

import static io.github.refundworker.provider.StandIn.Fault.ANSWER_LOST;
import static io.github.refundworker.provider.StandIn.Fault.CONFLICT;
import static io.github.refundworker.provider.StandIn.Fault.CREDENTIALS_REFUSED;
import static io.github.refundworker.provider.StandIn.Fault.EMPTY;
import static io.github.refundworker.provider.StandIn.Fault.INTERNAL_ERROR;
import static io.github.refundworker.provider.StandIn.Fault.NOT_JSON;
import static io.github.refundworker.provider.StandIn.Fault.NO_ANSWER;
import static io.github.refundworker.provider.StandIn.Fault.REDIRECTED;
import static io.github.refundworker.provider.StandIn.Fault.TOO_MANY_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Capabilities.Describes;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.tracing.TraceContext;
import io.github.refundworker.tracing.TraceParent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every adapter must do besides whose provider is on the other end of a network and knows its charges: faults on the
 * way there and back, pages, dashboards, late changes. What such a provider cannot do, its capabilities say.
 */
public abstract class ProviderConformance extends PaymentConformance<StandIn> {
    private static final Duration SHORT = Duration.ofMillis(250);

    @Nested
    class Calls {
        @Test
        void shouldNotTakeSomebodyElsesRefundForOurs() {
            provider.ledger.refundInDashboard(chargeId, "25.00");
            assertThat(client.lookUp(chargeId, reference(), null, TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
        }

        @Test
        void shouldReadEveryPageOfACharge() {
            provider.ledger.charge(chargeId, Money.of("1000.00", "USD"));
            for (int i = 0; i < 230; i++) {
                provider.ledger.refundInDashboard(chargeId, "1.00");
            }
            List<ProviderRefund> refunds = switch (client.describe(chargeId, TIMEOUT)) {
                case ProviderResponse.Described(Description.Found(Money captured, var all, var _, var _)) -> {
                    assertThat(captured.amount()).isEqualByComparingTo("1000");
                    yield all;
                }
                case ProviderResponse.Described(Description.Listed(var all)) -> all;
                case ProviderResponse other -> throw new AssertionError(other);
            };
            assertThat(refunds).extracting(ProviderRefund::id).hasSize(230).doesNotHaveDuplicates();
        }

        @Test
        void shouldTellOfDisputesWhereItDescribesACharge() {
            if (client.capabilities().describes() != Describes.CHARGE) {
                return;
            }
            provider.ledger.dispute(chargeId, new Disputes(true, new BigDecimal("30.00")));
            assertThat(disputes()).isEqualTo(new Disputes(true, new BigDecimal("30.00")));

            provider.ledger.dispute(chargeId, new Disputes(false, new BigDecimal("30.00")));
            assertThat(disputes()).isEqualTo(new Disputes(false, new BigDecimal("30.00")));

            provider.ledger.dispute(chargeId, Disputes.NONE);
            assertThat(disputes()).isEqualTo(Disputes.NONE);
        }

        private Disputes disputes() {
            return client.describe(chargeId, TIMEOUT)
                            instanceof ProviderResponse.Described(Description.Found(var _, var _, var _, Disputes told))
                    ? told
                    : new Disputes(false, BigDecimal.ONE.negate());
        }

        @Test
        void shouldSayThatThereIsNoSuchCharge() {
            ChargeId unknown = provider.newChargeId();
            ProviderResponse nothing = client.capabilities().describes() == Describes.CHARGE
                    ? new ProviderResponse.NotFound()
                    : new ProviderResponse.Described(new Description.Listed(List.of()));
            assertThat(client.describe(unknown, TIMEOUT)).isEqualTo(nothing);
            // Where it is not stored under the key it is no refusal, because the same key may be paid later.
            assertThat(client.settle(CommandFixture.settle(unknown, HUNDRED), TIMEOUT))
                    .isInstanceOf(
                            client.capabilities().hasKeys()
                                    ? ProviderResponse.NotSent.class
                                    : ProviderResponse.Refused.class);
        }

        @Test
        void shouldNameTheRefusalsThatMayBeOurOwnSuccess() {
            assertThat(refusal(settle("100.01"))).isEqualTo(ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name());
            provider.forgetKeys();
            provider.ledger.refundInDashboard(chargeId, "100.00");
            assertThat(refusal(settle("25.00")))
                    .isEqualTo((client.capabilities().comparesAndSets()
                                    ? ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH
                                    : ErrorCode.CHARGE_REFUNDED)
                            .name());
        }

        private String refusal(Command.Settle command) {
            return client.settle(command, TIMEOUT) instanceof ProviderResponse.Refused refused
                    ? refused.why().code()
                    : "not refused";
        }

        @ParameterizedTest
        @EnumSource(ProviderStatus.class)
        void shouldTellWhateverARefundBecomes(ProviderStatus status) {
            client.settle(settle("25.00"), TIMEOUT);
            provider.ledger.only(chargeId).becomes(status);

            assertThat(client.lookUp(chargeId, reference(), null, TIMEOUT))
                    .isInstanceOfSatisfying(ProviderResponse.Found.class, found -> {
                        boolean over = status == ProviderStatus.FAILED || status == ProviderStatus.REVERSED;
                        assertThat(found.refund().status())
                                .isIn(over ? List.of(status, ProviderStatus.FAILED) : List.of(status));
                        if (status == ProviderStatus.FAILED) {
                            assertThat(found.refund().error()).isNotNull();
                        }
                    });
        }

        @Test
        void shouldSendTheTraceAlongWithEveryCall() {
            String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
            TraceContext.during(parent, () -> client.settle(settle("25.00"), TIMEOUT));
            TraceContext.during(parent, () -> client.lookUp(chargeId, reference(), null, TIMEOUT));
            TraceContext.during(parent, () -> client.describe(chargeId, TIMEOUT));

            assertThat(provider.calls)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .extracting(call -> call.headers().get(TraceParent.HEADER))
                    .containsOnly(parent);
        }

        @Test
        void shouldNotSendWhereNobodyListens() {
            provider.goDown();
            assertThat(client.settle(settle("25.00"), TIMEOUT)).isInstanceOf(ProviderResponse.NotSent.class);
        }

        @Test
        void shouldWaitAsLongAsAnOverloadedProviderAsksFor() {
            provider.payments(TOO_MANY_CALLS);
            assertThat(client.settle(settle("25.00"), TIMEOUT))
                    .isEqualTo(new ProviderResponse.NotSent("too many calls: HTTP 429", Duration.ofSeconds(1)));
        }

        @Test
        void shouldNotTakeAWrongKeyForARefusal() {
            provider.payments(CREDENTIALS_REFUSED);
            assertThat(client.settle(settle("25.00"), TIMEOUT)).isInstanceOf(ProviderResponse.NotSent.class);
        }

        @ParameterizedTest
        @EnumSource(
                value = StandIn.Fault.class,
                names = {"NO_ANSWER", "ANSWER_LOST", "INTERNAL_ERROR", "CONFLICT", "REDIRECTED", "NOT_JSON", "EMPTY"})
        void shouldClaimNothingOfAPaymentWithoutADefiniteAnswer(StandIn.Fault fault) {
            provider.payments(fault);
            assertThat(client.settle(settle("25.00"), SHORT)).isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(provider.calls).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(
                value = StandIn.Fault.class,
                names = {"NO_ANSWER", "ANSWER_LOST", "INTERNAL_ERROR", "CONFLICT", "REDIRECTED", "NOT_JSON", "EMPTY"})
        void shouldNotTakeAFailedReadingForAnAbsence(StandIn.Fault fault) {
            provider.readings(fault, fault, fault);
            assertThat(client.lookUp(chargeId, reference(), null, SHORT)).isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(client.lookUp(chargeId, reference(), "re_1", SHORT))
                    .isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(client.describe(chargeId, SHORT)).isInstanceOf(ProviderResponse.Unclear.class);
            assertThat(provider.calls).hasSize(3);
        }
    }

    /** The four drills of the money, and the faults of the way to the provider. */
    @Nested
    class Drills {
        @Test
        void responseLost() {
            provider.payments(ANSWER_LOST);
            OneCharge charge = charge().request("r-1", "25.00", "0");

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void responseLostAndNobodyToAskUntilAnHourLater() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.payments(ANSWER_LOST);
            provider.readings(NO_ANSWER, INTERNAL_ERROR);
            charge.impatiently().execute();
            assertThat(charge.told).containsExactly("created 25.00 PENDING");

            charge.passes(Duration.ofHours(2));
            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void timeout() {
            provider.payments(NO_ANSWER);
            OneCharge charge = charge().impatiently().request("r-1", "25.00", "0");

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void lateFailureAfterSuccess() {
            OneCharge charge = charge().request("r-1", "25.00", "0");
            TestLedger.Entry entry = provider.ledger.only(chargeId);
            entry.becomes(ProviderStatus.REVERSED);
            charge.passes(Duration.ofDays(3)).heard(provider.webhook(entry));

            assertThat(charge.told).hasSize(3).last().asString().startsWith("updated 25.00 REVERSED");
            assertThat(charge.balance().refundable()).isEqualByComparingTo("100");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void disputeThatIsOpenedAndWon() {
            if (client.capabilities().describes() != Describes.CHARGE) {
                return;
            }
            OneCharge charge = charge();
            provider.ledger.dispute(chargeId, new Disputes(true, new BigDecimal("30.00")));
            charge.request("r-1", "25.00");
            assertThat(charge.told).containsExactly("rejected CHARGE_DISPUTED");
            assertThat(provider.paymentCalls()).isZero();

            provider.ledger.dispute(chargeId, Disputes.NONE);
            charge.passes(Duration.ofMinutes(2)).request("r-2", "25.00");
            assertThat(charge.told).endsWith("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void refundMadeInTheDashboard() {
            OneCharge charge = charge().request("r-1", "25.00", "0");
            provider.ledger.refundInDashboard(chargeId, "30.00");
            charge.passes(Duration.ofHours(1)).request("r-2", "25.00", "55.00");
            charge.agreesWith(provider.ledger);
            assertThat(charge.balance().refunded()).isEqualByComparingTo("80");

            TestLedger.Entry entry = provider.ledger.refundInDashboard(chargeId, "10.00");
            charge.heard(provider.webhook(entry));
            charge.agreesWith(provider.ledger);
            assertThat(charge.request("r-3", "10.00", "80.00").told)
                    .last()
                    .isEqualTo("rejected PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        }

        /** Who guards nothing is guarded by the provider, and a refusal makes the worker read. */
        @Test
        void refundMadeInTheDashboardThatNobodyToldOf() {
            OneCharge charge = charge().request("r-1", "50.00", "0");
            provider.ledger.refundInDashboard(chargeId, "50.00");
            charge.request("r-2", "50.00").passes(Duration.ofHours(1));
            assertThat(charge.told).last().asString().startsWith("updated 50.00 FAILED");

            charge.request("r-3", "50.00");
            assertThat(charge.told).last().isEqualTo("rejected CHARGE_REFUNDED");
            charge.agreesWith(provider.ledger);
        }

        /** Where refusals are not stored, another delivery of the same command may still be paid. */
        @Test
        void refusalIsBelievedAtOnceOnlyWhereItIsStored() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "60.00");
            provider.ledger.refundInDashboard(chargeId, "100.00");
            charge.execute();
            assertThat(charge.told).hasSize(client.capabilities().storesRefusals() ? 2 : 1);

            charge.passes(Duration.ofHours(1));
            assertThat(charge.told).hasSize(2).last().asString().startsWith("updated 60.00 FAILED");
            assertThat(provider.ledger.only(chargeId).reference).isNull();
        }

        @Test
        void webhookTwiceAndBeforeTheResponseAndStale() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            charge.executeAndBeKilled();
            WebhookReading hint = provider.webhook(provider.ledger.only(chargeId));
            charge.heard(hint).heard(hint).deliverAgain().heard(hint);

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void webhookThatSaysWhatIsKnown() {
            OneCharge charge = charge().request("r-1", "25.00", "0");
            int calls = provider.calls.size();
            charge.heard(provider.webhook(provider.ledger.only(chargeId)));

            assertThat(provider.calls).hasSize(calls);
        }

        @Test
        void connectionRefusedForAWhile() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.goDown();
            charge.execute();
            assertThat(charge.told).containsExactly("created 25.00 PENDING");
            provider.comeBack();
            charge.passes(Duration.ofMinutes(10));

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void responseLostAndWindowElapsed() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.payments(ANSWER_LOST);
            provider.readings(NOT_JSON);
            charge.execute();
            provider.forgetKeys();
            charge.passes(Duration.ofDays(2));

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            assertThat(provider.paymentCalls()).isEqualTo(1);
            charge.agreesWith(provider.ledger);
        }

        @Test
        void providerDownForDays() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.goDown();
            charge.execute().passes(Duration.ofDays(4));
            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 PENDING NEEDS_REVIEW");
            assertThat(provider.ledger.of(chargeId)).isEmpty();
            provider.comeBack();
        }

        /** Where an error is stored under the key it comes again for good; elsewhere the next attempt pays. */
        @Test
        void internalErrorThatPaidNothing() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.payments(INTERNAL_ERROR);
            charge.execute().passes(Duration.ofDays(3));

            assertThat(charge.told)
                    .last()
                    .isEqualTo(
                            client.capabilities().hasKeys()
                                    ? "updated 25.00 PENDING NEEDS_REVIEW"
                                    : "updated 25.00 SUCCEEDED");
            assertThat(provider.ledger.of(chargeId))
                    .hasSize(client.capabilities().hasKeys() ? 0 : 1);
        }

        @Test
        void conflictThenTooManyCalls() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.payments(CONFLICT, TOO_MANY_CALLS);
            charge.execute().passes(Duration.ofHours(1));

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void wrongKeyThatIsPutRight() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            List<StandIn.Fault> faults = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                faults.add(CREDENTIALS_REFUSED);
            }
            provider.payments(faults.toArray(StandIn.Fault[]::new));
            charge.execute().passes(Duration.ofHours(1));

            assertThat(charge.told).containsExactly("created 25.00 PENDING", "updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void pendingThatEnds() {
            provider.ledger.refundsBecome(ProviderStatus.PENDING);
            OneCharge charge = charge().request("r-1", "25.00", "0");
            assertThat(charge.request("r-2", "10.00").told).last().isEqualTo("rejected CHARGE_REFUND_IN_PROGRESS");
            provider.ledger.only(chargeId).becomes(ProviderStatus.SUCCEEDED);
            charge.passes(Duration.ofMinutes(1));

            assertThat(charge.told).last().isEqualTo("updated 25.00 SUCCEEDED");
            charge.agreesWith(provider.ledger);
        }

        @Test
        void redirectThatIsNotFollowed() {
            OneCharge charge = charge().requestWhileTheExecutorIsAway("r-1", "25.00");
            provider.payments(REDIRECTED, EMPTY);
            charge.execute().passes(Duration.ofHours(1));

            assertThat(provider.calls).noneMatch(call -> call.path().equals("/elsewhere"));
            charge.agreesWith(provider.ledger);
        }
    }
}
