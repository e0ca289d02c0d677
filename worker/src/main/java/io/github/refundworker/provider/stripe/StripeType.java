package io.github.refundworker.provider.stripe;

import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderType;

/** The type {@code stripe}. */
public final class StripeType implements ProviderType {
    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Class<? extends ProviderAccount> settings() {
        return StripeAccount.class;
    }
}
