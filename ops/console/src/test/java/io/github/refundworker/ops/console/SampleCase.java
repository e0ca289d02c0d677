package io.github.refundworker.ops.console;

import static io.github.refundworker.ops.console.TestTopics.balance;
import static io.github.refundworker.ops.console.TestTopics.created;
import static io.github.refundworker.ops.console.TestTopics.imported;
import static io.github.refundworker.ops.console.TestTopics.refund;
import static io.github.refundworker.ops.console.TestTopics.rejected;
import static io.github.refundworker.ops.console.TestTopics.updated;

import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** A day at a shop, for the pages. */
final class SampleCase {

    static final String HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>";
    static final String BIDI = "\u202egnp.exe\u202c \u001b[31mred\u001b[0m";

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private SampleCase() {}

    static void write(TestTopics topics) {
        for (int i = 0; i < 60; i++) {
            String currency = List.of("USD", "EUR", "USD", "JPY").get(i % 4);
            String amount = currency.equals("JPY") ? Integer.toString(1_000 + 37 * i) : (10 + i) + "." + (10 + i % 90);
            Instant at = NOW.minus(120L - i, ChronoUnit.MINUTES);
            String name = "order-%04d".formatted(7300 + i);
            topics.event(created(
                    name, refund(name, "ch_" + (4100 + i / 2), 1, RefundStatus.PENDING, amount, currency, null, at)));
            topics.event(updated(
                    name, refund(name, "ch_" + (4100 + i / 2), 2, RefundStatus.SUCCEEDED, amount, currency, null, at)));
        }
        Instant early = NOW.minus(26, ChronoUnit.HOURS);
        topics.event(
                created("chair", refund("chair", "ch_chair", 1, RefundStatus.PENDING, "249.00", "EUR", null, early)));
        topics.event(updated(
                "chair",
                refund(
                        "chair",
                        "ch_chair",
                        2,
                        RefundStatus.PENDING,
                        "249.00",
                        "EUR",
                        new StatusInfo(
                                "NEEDS_REVIEW",
                                "The outcome is unknown after 14 look-ups and 3 attempts under the same key."),
                        early)));
        topics.event(created(
                "lamp",
                refund(
                        "lamp",
                        "ch_lamp",
                        1,
                        RefundStatus.PENDING,
                        "39.90",
                        "USD",
                        null,
                        NOW.minus(3, ChronoUnit.HOURS))));
        topics.event(updated(
                "lamp",
                refund(
                        "lamp",
                        "ch_lamp",
                        3,
                        RefundStatus.SUCCEEDED,
                        "39.90",
                        "USD",
                        new StatusInfo(
                                "OPERATOR_CONTRADICTED",
                                "A person said FAILED; the provider shows that the refund was paid."),
                        NOW.minus(3, ChronoUnit.HOURS))));
        topics.event(created(
                "desk",
                refund(
                        "desk",
                        "ch_desk",
                        1,
                        RefundStatus.PENDING,
                        "80.00",
                        "USD",
                        null,
                        NOW.minus(50, ChronoUnit.MINUTES))));
        topics.event(updated(
                "desk",
                refund(
                        "desk",
                        "ch_desk",
                        2,
                        RefundStatus.FAILED,
                        "80.00",
                        "USD",
                        new StatusInfo(
                                "MERCHANT_BALANCE_INSUFFICIENT", "The merchant's balance does not cover the refund."),
                        NOW.minus(50, ChronoUnit.MINUTES))));
        topics.event(created(
                "mug",
                refund(
                        "mug",
                        "ch_mug",
                        1,
                        RefundStatus.PENDING,
                        "12.50",
                        "USD",
                        null,
                        NOW.minus(9, ChronoUnit.MINUTES))));
        topics.event(updated(
                "mug",
                refund(
                        "mug",
                        "ch_mug",
                        2,
                        RefundStatus.SUCCEEDED,
                        "12.50",
                        "USD",
                        null,
                        NOW.minus(9, ChronoUnit.MINUTES))));
        topics.event(rejected(
                "req-mug-again",
                "ch_mug",
                "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH",
                "The request says that 0 was refunded before, and 12.50 was."));
        topics.event(updated(
                "mug",
                refund(
                        "mug",
                        "ch_mug",
                        3,
                        RefundStatus.REVERSED,
                        "12.50",
                        "USD",
                        new StatusInfo("expired_or_canceled_card", "The bank account is closed."),
                        NOW.minus(9, ChronoUnit.MINUTES))));
        topics.balance(balance("ch_mug", "USD", "50.00", "0", "0", "50.00"));
        topics.balance(balance("ch_chair", "EUR", "1249.00", "0", "249.00", "1000.00"));
        topics.event(imported(refund(
                "import", "ch_mug", 1, RefundStatus.SUCCEEDED, "5.00", "USD", null, NOW.minus(5, ChronoUnit.MINUTES))));
        topics.event(created(
                "table",
                refund(
                        "table",
                        "ch_table",
                        1,
                        RefundStatus.PENDING,
                        "1350.00",
                        "USD",
                        null,
                        NOW.minus(40, ChronoUnit.SECONDS))));
        hostile(topics);
        letters(topics);
        topics.audited("alice", "review.resolve", "refund/" + TestTopics.id("lamp"), "support says it never arrived");
        topics.audited("bob", "dlt.replay", topics.names.requestsDeadLetters(), "keys of the shop, fixed in 4.2");
        topics.flush();
    }

    private static void hostile(TestTopics topics) {
        Refund plain = refund(
                "hostile",
                "ch_hostile",
                1,
                RefundStatus.FAILED,
                "0.01",
                "USD",
                new StatusInfo(HOSTILE, BIDI + " " + "x".repeat(10_000)),
                NOW.minus(3, ChronoUnit.MINUTES));
        Refund hostile = new Refund(
                plain.id(),
                1,
                plain.createdDate(),
                plain.updatedDate(),
                plain.chargeId(),
                plain.currencyCode(),
                plain.amount(),
                null,
                null,
                false,
                plain.status(),
                "=HYPERLINK(1)",
                HOSTILE,
                plain.statusInfo(),
                null,
                "=HYPERLINK(\"http://evil.example\")" + BIDI,
                Map.of("a", HOSTILE));
        topics.event(
                new RefundCreated(HOSTILE, Origin.REQUEST, hostile, balance("ch_hostile", "USD", "1", "0", "0", "1")));
    }

    private static void letters(TestTopics topics) {
        String requests = topics.names.requestsDeadLetters();
        for (int i = 0; i < 4; i++) {
            topics.letter(
                    requests,
                    "order-" + i,
                    "{\"requestId\":\"r-" + i + "\",\"chargeId\":\"ch_" + i
                            + "\",\"amount\":\"25.00\",\"currencyCode\":\"USD\",\"note\":\"card 4242 4242 4242 4242\"}",
                    "MISKEYED",
                    "io.github.refundworker.intake.MiskeyedException",
                    "the key is not the charge of the request");
        }
        topics.letter(
                requests,
                null,
                "{not json " + HOSTILE,
                "UNREADABLE",
                "tools.jackson.core.exc.StreamReadException",
                "Unexpected character ('n' (code 110)) " + HOSTILE);
        topics.letter(
                topics.names.inputsDeadLetters(),
                "ch_9",
                "{\"v\":1,\"type\":\"webhook\"}",
                "UNDECIDABLE",
                "java.lang.IllegalStateException",
                "no row of the decision table");
    }
}
