package io.github.refundworker.settings;

import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/** Where other instances reach this one: as configured, or the host's name and the server's port. */
public final class OwnAddress implements Supplier<String> {
    private final RefundsProperties properties;
    private final Environment environment;

    public OwnAddress(RefundsProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** The web server listens before the steps start, so its port is known by then. */
    @Override
    public String get() {
        String configured = properties.api().address();
        if (configured != null) {
            return configured;
        }
        String host = environment.getProperty("server.address");
        return (host == null ? LocalHost.address().getCanonicalHostName() : host) + ":"
                + environment.getRequiredProperty("local.server.port");
    }
}
