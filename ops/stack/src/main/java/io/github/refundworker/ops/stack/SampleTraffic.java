package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.OutgoingRequest;
import io.github.refundworker.contracts.RefundRequestBuilder;
import io.github.refundworker.contracts.RefundRequests;
import io.github.refundworker.ops.stack.Stage.SampleCharge;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of the demo, in scenes that each show one feature of the worker. */
final class SampleTraffic {

    private static final int STORM = 60;

    private final Stage stage;

    SampleTraffic(Stage stage) {
        this.stage = stage;
    }

    void play() throws InterruptedException {
        oneMugOfFour();
        wholeCharge();
        race();
        currencies();
        if (stage.hasSimulator()) {
            dashboard();
            decline();
            lostResponse();
            settledLater();
        }
        garbage();
    }

    /** Many at once, for a provider that misbehaves. */
    void storm() throws InterruptedException {
        stage.scene(STORM + " refunds at once, with everything that goes wrong at this provider");
        for (int i = 1; i <= STORM; i++) {
            stage.ask(part(stage.oneOfMany("storm-" + i, "20.00", "USD"), "storm-" + i, "5.00", "0"));
        }
        stage.settle();
    }

    private void oneMugOfFour() throws InterruptedException {
        SampleCharge mugs = stage.charge("mugs", "100.00", "USD");
        stage.scene("Four mugs for $100, one comes back: $25, from a page that shows nothing refunded yet");
        OutgoingRequest first = part(mugs, "mug-1", "25.00", "0");
        stage.ask(first);
        stage.settle();
        stage.scene("The client was not sure that this arrived and sends it again, with the same request id");
        stage.ask(first);
        stage.settle();
        stage.scene("A colleague refunds the same mug from a page opened earlier: other request id, outdated page");
        stage.ask(part(mugs, "mug-1-again", "25.00", "0"));
        stage.settle();
        stage.scene("A second mug, from a page that is up to date");
        stage.ask(part(mugs, "mug-2", "25.00", "25.00"));
        stage.settle();
    }

    private void wholeCharge() throws InterruptedException {
        SampleCharge lamp = stage.charge("lamp", "79.90", "EUR");
        stage.scene("The whole charge, and then the whole charge once more");
        stage.ask(whole(lamp, "lamp"));
        stage.settle();
        stage.ask(whole(lamp, "lamp-again"));
        stage.settle();
    }

    private void race() throws InterruptedException {
        SampleCharge chair = stage.charge("chair", "60.00", "GBP");
        stage.scene("Two systems refund £40 of £60 at the same moment: only one can");
        stage.ask(part(chair, "shop-chair", "40.00", "0"));
        stage.ask(part(chair, "support-chair", "40.00", "0"));
        stage.settle();
        SampleCharge table = stage.charge("table", "60.00", "GBP");
        stage.scene("The same race by systems that do not say what they believe");
        stage.ask(part(table, "shop-table", "40.00", null));
        stage.ask(part(table, "support-table", "40.00", null));
        stage.settle();
    }

    private void currencies() throws InterruptedException {
        SampleCharge tea = stage.charge("tea", "5000", "JPY");
        SampleCharge dates = stage.charge("dates", "12.345", "KWD");
        stage.scene(
                "Currencies without decimals and with three; the wrong currency, and decimals that yen do not have");
        stage.ask(part(tea, "tea", "1200", "0"));
        stage.ask(part(dates, "dates", "2.345", "0.000"));
        stage.settle();
        stage.ask(request(tea, "tea-dollars", "1200", "USD", null));
        stage.ask(part(tea, "tea-sen", "10.50", null));
        stage.settle();
    }

    private void dashboard() throws InterruptedException {
        SampleCharge desk = stage.charge("desk", "300.00", "USD");
        stage.scene("Somebody refunded $100 in the provider's own dashboard; the order system does not know");
        stage.dashboardRefund(desk, "100.00");
        stage.ask(part(desk, "desk", "100.00", "0"));
        stage.settle();
    }

    private void decline() throws InterruptedException {
        SampleCharge sofa = stage.charge(
                "sofa", "450.00", "USD", Map.of("decline", Map.of("code", "MERCHANT_BALANCE_INSUFFICIENT")));
        stage.scene("The provider declines");
        stage.ask(part(sofa, "sofa", "450.00", "0"));
        stage.settle();
    }

    private void lostResponse() throws InterruptedException {
        SampleCharge bed = stage.charge("bed", "200.00", "USD", Map.of("responseLost", Map.of("times", 1)));
        stage.scene("The provider pays, but its response is lost: found by a look-up, not paid again");
        stage.ask(part(bed, "bed", "50.00", "0"));
        stage.settle();
    }

    private void settledLater() throws InterruptedException {
        SampleCharge shelf =
                stage.charge("shelf", "80.00", "EUR", Map.of("pending", Map.of("settleAfterMillis", 2_000)));
        stage.scene(
                "The provider only says that it will: pending until it tells, some seconds later, that it is settled");
        stage.ask(part(shelf, "shelf", "80.00", "0"));
        stage.settle();
    }

    private void garbage() throws InterruptedException {
        stage.scene("What should never have been sent is kept as a dead letter, or refused by the name of its field");
        stage.garbage("not JSON", "ch-mugs", utf8("refund the mugs, please"), null);
        stage.garbage("not even text", "ch-mugs", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 42}, null);
        stage.garbage("an empty value", "ch-mugs", new byte[0], null);
        String misplaced = stage.requestId("misplaced");
        stage.garbage("a key that is not the charge's id", "ch-lamp", json(misplaced, "\"25.00\""), misplaced);
        String number = stage.requestId("number");
        stage.garbage("an amount that is a JSON number", "ch-mugs", json(number, "25.00"), number);
        String huge = stage.requestId("huge");
        stage.garbage("an amount of 1e1000000000", "ch-mugs", json(huge, "\"1e1000000000\""), huge);
        stage.settle();
    }

    private static byte[] json(String requestId, String amount) {
        return utf8("{\"requestId\":\"" + requestId + "\",\"chargeId\":\"ch-mugs\",\"amount\":" + amount
                + ",\"currencyCode\":\"USD\"}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private OutgoingRequest part(SampleCharge charge, String id, String amount, @Nullable String believed) {
        return request(charge, id, amount, charge.currencyCode(), believed);
    }

    private OutgoingRequest request(
            SampleCharge charge, String id, String amount, String currencyCode, @Nullable String believed) {
        RefundRequestBuilder builder =
                described(charge, RefundRequests.refund(charge.id()).amount(amount, currencyCode));
        if (believed != null) {
            builder.previouslyRefundedAmount(believed);
        }
        return builder.requestId(stage.requestId(id)).build();
    }

    private OutgoingRequest whole(SampleCharge charge, String id) {
        return described(charge, RefundRequests.refund(charge.id()).wholeCharge())
                .requestId(stage.requestId(id))
                .build();
    }

    /** A provider that cannot describe a charge has to be told. */
    private RefundRequestBuilder described(SampleCharge charge, RefundRequestBuilder builder) {
        return stage.hasSimulator() ? builder : builder.charge(charge.amount().toPlainString(), charge.currencyCode());
    }
}
