package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
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
 * @param key in the profile {@code local} only: key that callers send as {@code X-Api-Key}. If not set, the worker
 *     creates a random one in the file {@code api-key} of the state directory
 * @param requestLimit longest time for a whole HTTP request, from its first byte to the end of the response. The worker
 *     then closes the connection
 */
record ApiProperties(
        @Nullable String address,
        @Nullable String decideAddress,
        @Nullable Secret key,
        @DefaultValue("20s") Duration requestLimit) {
    private static final String HOST_AND_PORT = "[a-zA-Z0-9._-]{1,253}:[1-9][0-9]{0,4}";

    ApiProperties {
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

    String requiredDecideAddress() {
        return requireNonNull(decideAddress);
    }
}
