package io.github.refundworker.domain;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider account can do; the only thing that the rules know about a provider.
 *
 * @param idempotencyWindow how long a key is remembered; zero where there are no keys
 * @param storesRefusals whether a refusal is stored under the key, so that it cannot turn into a success
 * @param describes what can be read of a charge
 * @param looksUpRefunds whether a refund can be found by our reference
 * @param writesReference whether the call that makes a refund writes our reference into it, so that a refund without it
 *     is none of ours
 * @param comparesAndSets whether the provider itself checks the previously refunded amount
 * @param partialRefunds whether part of a charge can be refunded
 * @param digits digits after the point by currency; a currency that is not in it is refused
 * @param form what a request of this account must look like besides
 * @param pending how long a refund may stay pending at this provider; the policy's time counts where it is longer
 * @param bodyVersions which form of the provider request a charge needs that is not an ordinary one, by its kind; charges
 *     of other kinds are not refunded
 */
public record Capabilities(
        Duration idempotencyWindow,
        boolean storesRefusals,
        Describes describes,
        boolean looksUpRefunds,
        boolean writesReference,
        boolean comparesAndSets,
        boolean partialRefunds,
        Map<CurrencyCode, Integer> digits,
        RequestForm form,
        Duration pending,
        Map<String, Integer> bodyVersions) {

    /** What a provider tells of a charge. */
    public enum Describes {
        NOTHING,
        /** The refunds that it holds, and not what was captured: that is the first request's word. */
        REFUNDS,
        CHARGE
    }

    public Capabilities {
        digits = Map.copyOf(digits);
        bodyVersions = Map.copyOf(bodyVersions);
    }

    /** Of a provider that keeps no refund pending for longer than the policy expects, and to which all charges are alike. */
    public Capabilities(
            Duration idempotencyWindow,
            boolean storesRefusals,
            Describes describes,
            boolean looksUpRefunds,
            boolean writesReference,
            boolean comparesAndSets,
            boolean partialRefunds,
            Map<CurrencyCode, Integer> digits,
            RequestForm form) {
        this(
                idempotencyWindow,
                storesRefusals,
                describes,
                looksUpRefunds,
                writesReference,
                comparesAndSets,
                partialRefunds,
                digits,
                form,
                Duration.ZERO,
                Map.of());
    }

    /** Of a provider that tells all of a charge or nothing, keeps our reference, and takes whatever is a request. */
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
                true,
                comparesAndSets,
                partialRefunds,
                digits,
                RequestForm.ANY);
    }

    /** Whether anything of a charge can be read, its refunds at least. */
    public boolean describesCharges() {
        return describes != Describes.NOTHING;
    }

    /** Absent where charges of this kind are not refunded. */
    @Nullable
    Integer bodyVersion(@Nullable String kind) {
        return kind == null ? (Integer) Command.Settle.BODY_VERSION : bodyVersions.get(kind);
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
