package io.github.refundworker.cluster;

import io.github.refundworker.provider.Endpoint;
import io.github.refundworker.provider.ProviderAccount;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the providers accept connections. A provider that does not is no reason not to start, because the
 * other accounts work.
 */
public final class ProviderCheck {
    private ProviderCheck() {}

    public static List<Finding> findings(Map<String, ProviderAccount> accounts) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(accounts).forEach((name, account) -> {
            Endpoint endpoint = account.endpoint();
            if (endpoint != null) {
                String trouble = unreachable(
                        endpoint.url(),
                        Math.toIntExact(endpoint.connectTimeout().toMillis()));
                String provider = "provider " + name + " at " + endpoint.url().getHost();
                findings.add(
                        trouble == null
                                ? Finding.ok(provider + " takes connections")
                                : Finding.warning(provider + " to take connections: " + trouble));
            }
        });
        return findings;
    }

    private static @Nullable String unreachable(URI url, int timeout) {
        int usual = "https".equals(url.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? usual : url.getPort()), timeout);
            return null;
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
