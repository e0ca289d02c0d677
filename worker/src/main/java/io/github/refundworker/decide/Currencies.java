package io.github.refundworker.decide;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Policy;
import java.util.Set;
import java.util.stream.Collectors;

/** Currencies as values of a metric's tag: those in which an account can refund. All others share one value. */
final class Currencies {
    private final Set<CurrencyCode> known;

    Currencies(Policy policy) {
        known = policy.accounts().values().stream()
                .flatMap(capabilities -> capabilities.digits().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    String tag(CurrencyCode currency) {
        return known.contains(currency) ? currency.value() : "other";
    }
}
