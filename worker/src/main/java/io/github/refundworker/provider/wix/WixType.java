package io.github.refundworker.provider.wix;

import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderType;

/** The type {@code wix}. */
public final class WixType implements ProviderType {
    @Override
    public String name() {
        return "wix";
    }

    @Override
    public Class<? extends ProviderAccount> settings() {
        return WixAccount.class;
    }
}
