package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP API, under {@code refunds.api}.
 *
 * @param address where the other processes reach this one's {@code server.port}, as {@code host:port}: a question is
 *     passed on to the one that has the charge. Constant over restarts. The host's full name and the port if not set
 * @param decideAddress where a process with the role {@code decide} answers, as {@code host:port}, for one without it
 * @param key in the profile {@code local} only: lets in who sends it as {@code X-Api-Key}. If not set, a random one is
 *     made and kept in the file {@code api-key} of the state directory
 */
record ApiProperties(
        @Nullable String address,
        @Nullable String decideAddress,
        @Nullable Secret key) {
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
    }

    String requiredDecideAddress() {
        return requireNonNull(decideAddress);
    }
}
