package io.github.refundworker.provider.http;

import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderType;

/** The type {@code http}. */
public final class HttpType implements ProviderType {
    @Override
    public String name() {
        return "http";
    }

    @Override
    public Class<? extends ProviderAccount> settings() {
        return HttpAccount.class;
    }
}
