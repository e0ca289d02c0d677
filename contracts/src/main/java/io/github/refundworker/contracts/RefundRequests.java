package io.github.refundworker.contracts;

import java.math.BigDecimal;

/**
 * Where a request begins: {@code RefundRequests.refund(chargeId).amount("25.00", "USD").build()}. A refund of the whole
 * charge has to be asked for in so many words, so that a forgotten amount cannot become one.
 */
public final class RefundRequests {

    private RefundRequests() {}

    /**
     * Begins a request for a charge.
     *
     * @throws IllegalArgumentException if the id is not 1 to 100 characters of printable ASCII without spaces, or is one or two dots
     */
    public static HowMuch refund(String chargeId) {
        return new HowMuch(Checks.matches(
                "chargeId", chargeId, Checks.CHARGE_ID, "1 to 100 printable ASCII characters, and neither . nor .."));
    }

    /** The choice that every request makes. */
    public static final class HowMuch {

        private final String chargeId;

        private HowMuch(String chargeId) {
            this.chargeId = chargeId;
        }

        /** All that was paid; rejected if any of it was refunded before. */
        public RefundRequestBuilder wholeCharge() {
            return new RefundRequestBuilder(chargeId, null, null);
        }

        /**
         * A part of the charge, or all of it.
         *
         * @param amount in main units, as a decimal string such as {@code "25.00"}
         * @param currencyCode ISO 4217, upper case
         * @throws IllegalArgumentException if the amount is not such a string or not above zero, or the currency's code
         *     is not three capital letters
         */
        public RefundRequestBuilder amount(String amount, String currencyCode) {
            return new RefundRequestBuilder(
                    chargeId,
                    Checks.positiveAmount("amount", amount),
                    Checks.matches("currencyCode", currencyCode, Checks.CURRENCY, "three capital letters"));
        }

        /** The same with a number in main units, which is sent with the scale that it has. */
        public RefundRequestBuilder amount(BigDecimal amount, String currencyCode) {
            return amount(Checks.plain("amount", amount), currencyCode);
        }
    }
}
