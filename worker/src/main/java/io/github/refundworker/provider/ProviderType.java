package io.github.refundworker.provider;

import java.util.List;
import java.util.ServiceLoader;

/**
 * A type of provider. Each type has a package of its own with everything that is particular to it, and a line in {@code
 * META-INF/services/io.github.refundworker.provider.ProviderType}. No other place names it.
 */
public interface ProviderType {
    /** The value of {@code refunds.accounts.NAME.type}. */
    String name();

    /**
     * The record to which the section of an account of this type is bound. It has a component for each key that such an
     * account may have, {@code type} among them.
     */
    Class<? extends ProviderAccount> settings();

    /** All types on the class path, in the order of the list. */
    static List<ProviderType> all() {
        return ServiceLoader.load(ProviderType.class, ProviderType.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
