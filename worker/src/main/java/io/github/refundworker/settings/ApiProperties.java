package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.configuration.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The HTTP API, under {@code refunds.api}.
 *
 * @param address where other processes reach this one's {@code server.port}, as {@code host:port}. They pass a query
 *     on to the process that has the charge. It must be constant over restarts. If not set: the host's full name and
 *     the port
 * @param decideAddress for a process without the role {@code decide}: where a process with this role answers, as
 *     {@code host:port}
 * @param peerHosts the hosts of other processes that a query may be passed on to, with the caller's credentials: names, or {@code
 *     *.} and a domain for all names in it. They tell their addresses through the brokers. Empty: any
 * @param key in the profile {@code local} only: key that callers send as {@code X-Api-Key}. If not set, the worker
 *     creates a random one in the file {@code api-key} of the state directory
 * @param requestLimit longest time for a whole HTTP request, from its first byte to the end of the response. The worker
 *     then closes the connection
 */
public record ApiProperties(
        @Nullable String address,
        @Nullable String decideAddress,
        @DefaultValue List<String> peerHosts,
        @Nullable Secret key,
        @DefaultValue("20s") Duration requestLimit) {
    private static final String HOST_AND_PORT = "[a-zA-Z0-9._-]{1,253}:[1-9][0-9]{0,4}";

    public ApiProperties {
        require(
                address == null || address.matches(HOST_AND_PORT),
                "refunds.api.address",
                address,
                "host:port, e.g. worker-0.workers:8080");
        require(
                decideAddress == null || decideAddress.matches(HOST_AND_PORT),
                "refunds.api.decide-address",
                decideAddress,
                "host:port, e.g. refund-worker-decide:8080");
        peerHosts = List.copyOf(peerHosts);
        peerHosts.forEach(host -> require(
                host.matches("(\\*\\.)?[a-zA-Z0-9._-]{1,253}"),
                "refunds.api.peer-hosts",
                host,
                "names of hosts, or *. and a domain, e.g. *.refund-worker-management.default.svc.cluster.local"));
        require(
                key == null || key.value().matches("[!-~]{16,200}"),
                "refunds.api.key",
                key,
                "16 to 200 printable ASCII characters");
        require(
                requestLimit.compareTo(Duration.ofSeconds(1)) >= 0
                        && requestLimit.compareTo(Duration.ofMinutes(5)) <= 0,
                "refunds.api.request-limit",
                requestLimit,
                "1s to 5m");
    }

    /** Whether a caller's credentials may go to this {@code host:port}. */
    public boolean isPeer(String address) {
        if (peerHosts.isEmpty() || address.equals(decideAddress)) {
            return true;
        }
        if (!address.matches(HOST_AND_PORT)) {
            return false;
        }
        String host = address.substring(0, address.lastIndexOf(':')).toLowerCase(Locale.ROOT);
        return peerHosts.stream()
                .map(allowed -> allowed.toLowerCase(Locale.ROOT))
                .anyMatch(allowed ->
                        allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
    }

    public String requiredDecideAddress() {
        return requireNonNull(decideAddress);
    }
}
