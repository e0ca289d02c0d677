package io.github.refundworker.domain;

import java.time.Duration;
import java.util.Map;

/**
 * What a provider account can do; the only thing that the rules know about a provider.
 *
 * @param idempotencyWindow how long a key is remembered; zero where there are no keys
 * @param storesRefusals whether a refusal is stored under the key, so that it cannot turn into a success
 * @param describes what can be read of a charge
 * @param looksUpRefunds whether a refund can be found by our reference
 * @param comparesAndSets whether the provider itself checks the previously refunded amount
 * @param partialRefunds whether part of a charge can be refunded
 * @param digits digits after the point by currency; a currency that is not in it is refused
 * @param form what a request of this account must look like besides
 */
public record Capabilities(
        Duration idempotencyWindow,
        boolean storesRefusals,
        Describes describes,
        boolean looksUpRefunds,
        boolean comparesAndSets,
        boolean partialRefunds,
        Map<CurrencyCode, Integer> digits,
        RequestForm form) {

    /** What a provider tells of a charge. */
    public enum Describes {
        NOTHING,
        /** The refunds that it holds, and not what was captured: that is the first request's word. */
        REFUNDS,
        CHARGE
    }

    public Capabilities {
        digits = Map.copyOf(digits);
    }

    /** Of a provider that tells all of a charge or nothing, and takes whatever is a request. */
    public Capabilities(
            Duration idempotencyWindow,
            boolean storesRefusals,
            boolean describesCharges,
            boolean looksUpRefunds,
            boolean comparesAndSets,
            boolean partialRefunds,
            Map<CurrencyCode, Integer> digits) {
        this(
                idempotencyWindow,
                storesRefusals,
                describesCharges ? Describes.CHARGE : Describes.NOTHING,
                looksUpRefunds,
                comparesAndSets,
                partialRefunds,
                digits,
                RequestForm.ANY);
    }

    /** Whether anything of a charge can be read, its refunds at least. */
    public boolean describesCharges() {
        return describes != Describes.NOTHING;
    }

    boolean tellsCaptured() {
        return describes == Describes.CHARGE;
    }

    /** How long after the first command a key may be relied upon: providers count from elsewhere, so an hour less. */
    public Duration safeWindow() {
        return idempotencyWindow.minusHours(1);
    }

    public boolean hasKeys() {
        return !idempotencyWindow.isZero();
    }
}
