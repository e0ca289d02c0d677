package io.github.refundworker.ops.inprocess;

import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderType;

/** The type {@code in-process}. */
public final class InProcessType implements ProviderType {
    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public Class<? extends ProviderAccount> settings() {
        return InProcessAccount.class;
    }
}
