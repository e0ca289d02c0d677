package io.github.refundworker.settings;

import io.github.refundworker.configuration.InvalidConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this process runs on. */
final class LocalHost {
    private LocalHost() {}

    static InetAddress address() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            throw new InvalidConfigurationException(
                    "refunds.instance-id", null, "a name for this process, as its host has none");
        }
    }
}
