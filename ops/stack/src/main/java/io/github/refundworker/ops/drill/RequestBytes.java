package io.github.refundworker.ops.drill;

import java.nio.charset.StandardCharsets;

/**
 * The drill's requests as bytes. The same as the contracts' builder makes, without its checks: the drill shares two
 * cores with what it measures.
 */
final class RequestBytes {

    static final String AMOUNT = "1.00";
    static final String CURRENCY = "USD";

    /** What each charge was captured at; {@link ChargePicker#MAX_REFUNDS} refunds fit into it. */
    static final String CAPTURED = "200.00";

    private final DrillNames names;
    private final String tail;

    /** @param describeCharge whether each request has to say what its charge was */
    RequestBytes(DrillNames names, boolean describeCharge) {
        this.names = names;
        String charge = describeCharge
                ? ",\"charge\":{\"amount\":\"" + CAPTURED + "\",\"currencyCode\":\"" + CURRENCY + "\"}"
                : "";
        this.tail = "\",\"amount\":\"" + AMOUNT + "\",\"currencyCode\":\"" + CURRENCY + "\"" + charge + "}";
    }

    byte[] key(int charge) {
        return names.chargeId(charge).getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] value(int request, int charge) {
        String json =
                "{\"requestId\":\"" + names.requestId(request) + "\",\"chargeId\":\"" + names.chargeId(charge) + tail;
        return json.getBytes(StandardCharsets.ISO_8859_1);
    }
}
