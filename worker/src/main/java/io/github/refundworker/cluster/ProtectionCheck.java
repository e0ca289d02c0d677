package io.github.refundworker.cluster;

import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Names the protections that the configuration leaves out. What only the network or the brokers know, it cannot see. */
public final class ProtectionCheck {
    public static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    private static final List<String> ISSUER = List.of(
            "spring.security.oauth2.resourceserver.jwt.issuer-uri",
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri");

    private ProtectionCheck() {}

    public static List<String> audiences(Environment environment) {
        return Binder.get(environment)
                .bind(AUDIENCES, Bindable.listOf(String.class))
                .orElse(List.of());
    }

    /** @param protocol with which the Kafka clients speak to the brokers */
    public static List<Finding> findings(RefundsProperties properties, Environment environment, Object protocol) {
        List<Finding> findings = new ArrayList<>();
        if (!String.valueOf(protocol).endsWith("SSL")) {
            findings.add(Finding.warning("spring.kafka.security.protocol to be SSL or SASL_SSL; it is " + protocol
                    + ", so that anybody on the network can read and change what is sent to the brokers"));
        }
        boolean hasIssuer = ISSUER.stream().anyMatch(environment::containsProperty);
        if (hasIssuer && audiences(environment).isEmpty()) {
            findings.add(
                    Finding.fault(AUDIENCES + " to be set: a token for another system of the issuer opens this one"));
        }
        boolean asks =
                properties.roles().contains(Role.API) || properties.roles().contains(Role.DECIDE);
        if (asks && properties.api().peerHosts().isEmpty()) {
            findings.add(Finding.warning("refunds.api.peer-hosts to name the hosts of the other processes: a caller's"
                    + " credentials go to any address that is told through the brokers"));
        }
        boolean hasTls = environment.containsProperty("server.ssl.bundle")
                || environment.containsProperty("server.ssl.certificate")
                || environment.containsProperty("server.ssl.key-store");
        if (asks && !hasTls) {
            findings.add(Finding.warning("server.ssl.bundle to be set"
                    + (properties.roles().contains(Role.DECIDE)
                            ? ", unless a proxy in front has the certificate and there is one process"
                            : ": this process passes callers' credentials on to "
                                    + properties.api().decideAddress())
                    + "; without it they travel in clear"));
        }
        if (properties.intake().flood().ratio() == 0) {
            findings.add(
                    Finding.warning("refunds.intake.flood.ratio to be above 0 again: a flood moves the whole topic into"
                            + " the dead letters"));
        }
        properties.accounts().forEach((name, account) -> {
            if (account.tokenMayTravelInClear()) {
                findings.add(Finding.warning("refunds.accounts." + name
                        + ".allow-plain-http to be false: the provider's key travels in clear"));
            }
        });
        return findings;
    }
}
