package io.github.refundworker.domain;

import java.time.Duration;
import java.util.Map;

/**
 * What a provider account can do; the only thing that the rules know about a provider.
 *
 * @param idempotencyWindow how long a key is remembered; zero where there are no keys
 * @param storesRefusals whether a refusal is stored under the key, so that it cannot turn into a success
 * @param describesCharges whether a charge and its refunds can be read
 * @param looksUpRefunds whether a refund can be found by our reference
 * @param comparesAndSets whether the provider itself checks the previously refunded amount
 * @param partialRefunds whether part of a charge can be refunded
 * @param digits digits after the point by currency; a currency that is not in it is refused
 */
public record Capabilities(
        Duration idempotencyWindow,
        boolean storesRefusals,
        boolean describesCharges,
        boolean looksUpRefunds,
        boolean comparesAndSets,
        boolean partialRefunds,
        Map<CurrencyCode, Integer> digits) {

    public Capabilities {
        digits = Map.copyOf(digits);
    }

    /** How long after the first command a key may be relied upon: providers count from elsewhere, so an hour less. */
    public Duration safeWindow() {
        return idempotencyWindow.minusHours(1);
    }

    public boolean hasKeys() {
        return !idempotencyWindow.isZero();
    }
}
