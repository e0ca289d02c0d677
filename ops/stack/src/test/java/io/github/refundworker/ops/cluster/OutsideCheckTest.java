package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.ErrorCode;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundError;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.ops.client.LedgerEntry;
import io.github.refundworker.ops.cluster.Requests.Asked;
import io.github.refundworker.ops.cluster.Requests.Journey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a run without fault looks like from outside, and that each damage to it is found. */
class OutsideCheckTest {

    private static final String DATE = "2026-11-30T20:00:00.000Z";

    private record Told(RefundEvent event, int partition, long timestamp) {}

    /** Two requests, one of them sent twice, of one charge of 10.00. */
    private static final class World {
        final List<Journey> sent = new ArrayList<>(List.of(journey("a", "3.00", 1), journey("b", "2.00", 2)));
        final List<Told> events = new ArrayList<>(List.of(
                told(created("a", "3.00")),
                told(updated("a", 2, "3.00", RefundStatus.SUCCEEDED)),
                told(created("b", "2.00")),
                told(new RefundRepeated("b", "ch", refund("b", 1, "2.00", RefundStatus.PENDING), null, null, null)),
                told(updated("b", 2, "2.00", RefundStatus.SUCCEEDED))));
        final List<ChargeBalance> balances = new ArrayList<>(List.of(
                balance(1, "0", "3.00"), balance(2, "3.00", "0"), balance(3, "3.00", "2.00"), balance(4, "5.00", "0")));
        final List<LedgerEntry> ledger = new ArrayList<>(List.of(paid("a", "3.00"), paid("b", "2.00")));

        List<String> violations() {
            OutsideCheck check = new OutsideCheck();
            check.charge("ch", new BigDecimal("10.00"));
            sent.forEach(check::sent);
            events.forEach(told -> check.event(told.event(), told.partition(), told.timestamp()));
            balances.forEach(check::balance);
            ledger.forEach(check::paid);
            return check.violations();
        }
    }

    private static List<String> violationsAfter(Consumer<World> damage) {
        World world = new World();
        damage.accept(world);
        return world.violations();
    }

    @Test
    void shouldFindNothingInARunWithoutFault() {
        assertThat(new World().violations()).isEmpty();
    }

    @Test
    void shouldFindALineThatIsMissingInTheLedger() {
        assertThat(violationsAfter(world -> world.ledger.removeFirst()))
                .singleElement()
                .asString()
                .contains("r-a", "SUCCEEDED", "nothing");
    }

    @Test
    void shouldFindALineThatIsTwiceInTheLedger() {
        assertThat(violationsAfter(world -> world.ledger.add(paid("a", "3.00"))))
                .anyMatch(found -> found.contains("r-a") && found.contains("more than once"));
    }

    @Test
    void shouldFindAnotherAmountInTheLedger() {
        assertThat(violationsAfter(world -> world.ledger.set(0, paid("a", "3.01"))))
                .singleElement()
                .asString()
                .contains("another amount");
    }

    @Test
    void shouldFindMoreThanWasCaptured() {
        assertThat(violationsAfter(world -> {
                    world.sent.add(journey("c", "7.00", 1));
                    world.events.add(told(created("c", "7.00")));
                    world.events.add(told(updated("c", 2, "7.00", RefundStatus.SUCCEEDED)));
                    world.balances.add(balance(5, "12.00", "0"));
                    world.ledger.add(paid("c", "7.00"));
                }))
                .singleElement()
                .asString()
                .contains("10.00", "12.00");
    }

    @Test
    void shouldFindEachEventThatIsMissing() {
        for (int event = 0; event < 5; event++) {
            int missing = event;
            if (!(new World().events.get(missing).event() instanceof RefundRepeated)) {
                assertThat(violationsAfter(world -> world.events.remove(missing)))
                        .as("without event " + missing)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldFindEachEventThatIsDoubled() {
        for (int event = 0; event < 5; event++) {
            int doubled = event;
            if (new World().events.get(doubled).event() instanceof RefundRepeated) {
                continue;
            }
            assertThat(violationsAfter(world -> world.events.add(doubled, world.events.get(doubled))))
                    .as("with event " + doubled + " twice")
                    .isNotEmpty();
        }
    }

    @Test
    void shouldFindARepeatedAnswerToWhatWasSentOnce() {
        assertThat(violationsAfter(world -> world.sent.set(1, journey("b", "2.00", 1))))
                .containsExactly("request b was sent once, and its answer was repeated");
    }

    @Test
    void shouldLetTheAnswerToACopyBeRepeatedAgain() {
        assertThat(violationsAfter(world -> world.events.add(world.events.get(3))))
                .isEmpty();
    }

    @Test
    void shouldFindARequestWithoutAnAnswer() {
        assertThat(violationsAfter(world -> world.sent.add(journey("c", "1.00", 1))))
                .containsExactly("1 requests have no answer");
    }

    @Test
    void shouldNotMissAnAnswerToWhatTheBrokersMayNeverHaveTaken() {
        assertThat(violationsAfter(world -> world.sent.add(new Journey(asked("c", "1.00"), 1, 1, null, null, -1))))
                .isEmpty();
    }

    @Test
    void shouldFindAnAnswerToNoRequest() {
        assertThat(violationsAfter(world -> world.sent.removeLast())).contains("request b was answered and never sent");
    }

    @Test
    void shouldFindARejection() {
        assertThat(violationsAfter(world -> {
                    world.sent.add(journey("c", "1.00", 1));
                    world.events.add(told(new RefundRejected(
                            "c", "ch", RefundError.of(ErrorCode.CHARGE_NOT_FOUND, "no such charge"), false, null)));
                }))
                .containsExactly("request c was rejected: CHARGE_NOT_FOUND");
    }

    /** A call of 5 s has failed, and so the worker may not know whether the provider made the refund. */
    @Test
    void shouldAllowRejectionsWhileARefundOfTheChargeIsOpenForLong() {
        assertThat(rejectedBefore(4, 5_000)).isEmpty();
        assertThat(rejectedBefore(4, 4_999)).containsExactly("request c was rejected: CHARGE_REFUND_IN_PROGRESS");
        assertThat(rejectedBefore(5, 5_000)).containsExactly("request c was rejected: CHARGE_REFUND_IN_PROGRESS");
    }

    private static List<String> rejectedBefore(int event, long timestamp) {
        return violationsAfter(world -> {
            world.sent.add(journey("c", "1.00", 1));
            RefundError why = RefundError.of(ErrorCode.CHARGE_REFUND_IN_PROGRESS, "another refund is open");
            world.events.add(event, new Told(new RefundRejected("c", "ch", why, true, null), 0, timestamp));
        });
    }

    @Test
    void shouldFindARefundOfAnotherAmountThanAskedFor() {
        assertThat(violationsAfter(world -> world.sent.set(0, journey("a", "4.00", 1))))
                .singleElement()
                .asString()
                .contains("request a asked for 4.00");
    }

    @Test
    void shouldFindARefundThatDidNotEnd() {
        assertThat(violationsAfter(world -> {
                    world.events.removeLast();
                    world.ledger.removeLast();
                    world.balances.removeLast();
                }))
                .singleElement()
                .asString()
                .contains("r-b", "still PENDING");
    }

    @Test
    void shouldFindAnEndThatIsTakenBack() {
        assertThat(violationsAfter(world -> world.events.add(told(updated("a", 3, "3.00", RefundStatus.SUCCEEDED)))))
                .contains("refund r-a was SUCCEEDED and became SUCCEEDED");
    }

    @Test
    void shouldFindAChargeOnTwoPartitions() {
        assertThat(violationsAfter(world ->
                        world.events.set(4, new Told(world.events.get(4).event(), 1, 0))))
                .containsExactly("charge ch has events on partitions 0 and 1");
    }

    @Test
    void shouldFindABalanceThatIsNotTheSum() {
        assertThat(violationsAfter(world -> world.balances.removeLast()))
                .singleElement()
                .asString()
                .contains("5.00 and 0 pending", "3.00 and 2.00");
    }

    @Test
    void shouldFindABalanceThatGoesBack() {
        assertThat(violationsAfter(world -> world.balances.add(2, world.balances.get(0))))
                .containsExactly("the balance of charge ch has revision 1 after 2");
    }

    @Test
    void shouldFindADeadLetter() {
        OutsideCheck check = new OutsideCheck();
        check.deadLetter("refund-requests-dlt", 2, 17);

        assertThat(check.violations()).containsExactly("a dead letter at refund-requests-dlt-2@17");
    }

    private static Asked asked(String id, String amount) {
        return new Asked(id, "ch", new BigDecimal(amount));
    }

    private static Journey journey(String id, String amount, int copies) {
        return new Journey(asked(id, amount), 1, copies, 2L, 3L, 0);
    }

    private static Told told(RefundEvent event) {
        return new Told(event, 0, 0);
    }

    private static RefundEvent created(String id, String amount) {
        return new RefundCreated(
                id, Origin.REQUEST, refund(id, 1, amount, RefundStatus.PENDING), balance(1, "0", amount));
    }

    private static RefundEvent updated(String id, long revision, String amount, RefundStatus status) {
        return new RefundUpdated(id, Origin.REQUEST, refund(id, revision, amount, status), balance(2, amount, "0"));
    }

    private static Refund refund(String id, long revision, String amount, RefundStatus status) {
        return new Refund(
                "r-" + id, revision, DATE, DATE, "ch", "USD", amount, null, null, false, status, null, null, null, null,
                null, null);
    }

    private static ChargeBalance balance(long revision, String refunded, String pending) {
        return new ChargeBalance("ch", revision, "USD", "10.00", refunded, pending, "0", DATE);
    }

    private static LedgerEntry paid(String id, String amount) {
        return new LedgerEntry("p-" + id, "r-" + id, "ch", new BigDecimal(amount), "USD", RefundStatus.SUCCEEDED);
    }
}
