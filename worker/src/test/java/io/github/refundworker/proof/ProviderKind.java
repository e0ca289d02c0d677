package io.github.refundworker.proof;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Capabilities.Describes;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.RequestForm;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How a provider treats keys, refusals and refunds that compete, and what it can be asked. */
enum ProviderKind {
    KEYED_STORING("a provider with keys that stores refusals", Duration.ofHours(24), true, false, true),
    KEYED_FORGETTING("a provider with keys that forgets refusals", Duration.ofHours(24), false, false, true),
    /** Nothing can be asked of it: neither what a charge is nor what became of a refund. */
    KEYED_SILENT("a provider with keys that answers no questions", Duration.ofHours(24), true, false, false),
    /**
     * Once a refund is taken back the sum is what it was before, and a second attempt matches again. So such a provider's
     * promise rests on an assumption that a world of this kind keeps: none is taken back while an execution goes on.
     */
    COMPARING("a provider without keys that compares the refunded sum and sets", Duration.ZERO, false, true, true),
    /**
     * Nothing at such a provider tells two attempts apart, so its promise rests on an assumption that a world of this
     * kind keeps: no delivery of a command begins while another delivery of it, or a call of one, may be under way.
     */
    KEYLESS("a provider without keys or comparison", Duration.ZERO, false, false, true),
    /** What was captured is a request's word, which may be wrong. */
    LISTING("a provider with keys that lists refunds only", Duration.ofHours(24), true, false, Describes.REFUNDS),
    /**
     * Stores most refusals, and turns down some requests without storing anything. What is not stored is confirmed under the
     * assumption that a world of this kind keeps: a call lands within the call limit.
     */
    KEYED_CHOOSY("a provider with keys that stores not every refusal", Duration.ofHours(24), true, false, true);

    final String description;
    final Capabilities capabilities;

    ProviderKind(
            String description,
            Duration window,
            boolean storesRefusals,
            boolean comparesAndSets,
            boolean answersQuestions) {
        this(
                description,
                window,
                storesRefusals,
                comparesAndSets,
                answersQuestions ? Describes.CHARGE : Describes.NOTHING);
    }

    ProviderKind(
            String description, Duration window, boolean storesRefusals, boolean comparesAndSets, Describes describes) {
        this.description = description;
        capabilities = new Capabilities(
                window,
                storesRefusals,
                describes,
                describes != Describes.NOTHING,
                true,
                comparesAndSets,
                true,
                Map.of(new CurrencyCode("USD"), 2),
                RequestForm.ANY);
    }

    static List<ProviderKind> explored() {
        return Arrays.stream(values())
                .filter(kind -> kind != LISTING || Wider.LISTING.isOn())
                .toList();
    }

    boolean storesEveryRefusal() {
        return capabilities.hasKeys() && capabilities.storesRefusals() && this != KEYED_CHOOSY;
    }

    boolean takesNothingBackMeanwhile() {
        return this == COMPARING;
    }

    boolean oneDeliveryAtATime() {
        return this == KEYLESS;
    }
}
