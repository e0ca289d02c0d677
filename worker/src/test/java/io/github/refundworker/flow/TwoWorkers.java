package io.github.refundworker.flow;

import static org.awaitility.Awaitility.await;

import io.github.refundworker.provider.wix.WixStandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two instances of one worker that share its charges, for all tests that ask for them: starting them takes long. */
final class TwoWorkers implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Short, so that tests of clients that take longer do not. */
    static final Duration REQUEST_LIMIT = Duration.ofSeconds(4);

    static final String TOKEN = "a-token-for-tests-only";
    static final List<String> WEBHOOK_SECRETS = List.of("the-secret-of-yesterday", "the-secret-of-today");

    private static final JsonMapper JSON = new JsonMapper();

    final ProviderDouble provider = new ProviderDouble();
    final Issuer issuer = new Issuer();
    private final TestBroker broker = new TestBroker();
    private final Map<String, JsonNode> lastRefunds = new HashMap<>();
    private final Set<String> charges = ConcurrentHashMap.newKeySet();

    final Installation first = installation();
    final Installation second = installation().with("--refunds.instance-id=second");

    private Installation installation() {
        return new Installation(broker.bootstrap(), "two-", provider.url())
                .with(
                        "--refunds.api.request-limit=" + REQUEST_LIMIT.toSeconds() + "s",
                        "--server.tomcat.connection-timeout=2s",
                        // Garbage is sent on purpose, and nobody is to stop because of it.
                        "--refunds.intake.flood.ratio=0",
                        "--refunds.default-account=simulator",
                        "--refunds.accounts.simulator.webhook-secrets=" + String.join(",", WEBHOOK_SECRETS),
                        "--refunds.accounts.shop.type=stripe",
                        "--refunds.accounts.shop.url=" + provider.url(),
                        "--refunds.accounts.shop.token=" + TOKEN,
                        "--refunds.accounts.shop.webhook-secrets=" + String.join(",", WEBHOOK_SECRETS),
                        "--refunds.accounts.site.type=wix",
                        "--refunds.accounts.site.url=" + provider.url(),
                        "--refunds.accounts.site.token=" + TOKEN,
                        "--refunds.accounts.site.site-id=" + WixStandIn.SITE,
                        "--refunds.accounts.site.webhook-secrets=" + WixStandIn.pem(),
                        "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + Issuer.NAME,
                        "--spring.security.oauth2.resourceserver.jwt.audiences=" + Issuer.AUDIENCE,
                        "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.keys());
    }

    private TwoWorkers() {
        first.start();
        second.start();
        first.awaitReady();
        second.awaitReady();
    }

    List<Installation> both() {
        return List.of(first, second);
    }

    /** Charges of $100 with refunds that have succeeded. */
    synchronized void refunded(Map<String, List<String>> amountsByCharge) {
        List<String> asked = new ArrayList<>();
        amountsByCharge.forEach((chargeId, amounts) -> {
            if (charges.add(chargeId)) {
                provider.charge(chargeId, "100.00");
                amounts.forEach(amount -> {
                    first.request(chargeId, request(chargeId, amount));
                    asked.add(chargeId + " " + amount);
                });
            }
        });
        await().atMost(PATIENCE).until(() -> succeeded().containsAll(asked));
    }

    static String request(String chargeId, String amount) {
        return JSON.writeValueAsString(
                Map.of("requestId", "r-" + amount, "chargeId", chargeId, "amount", amount, "currencyCode", "USD"));
    }

    private List<String> succeeded() {
        List<String> succeeded = new ArrayList<>();
        for (var record : first.records("refund-status")) {
            JsonNode refund = JSON.readTree(record.value()).path("refund");
            if (refund.path("status").asString("").equals("SUCCEEDED")) {
                String chargeId = refund.get("chargeId").asString();
                lastRefunds.put(chargeId, refund);
                succeeded.add(chargeId + " " + refund.get("amount").asString());
            }
        }
        return succeeded;
    }

    /** The refund of the last event about the charge. */
    synchronized JsonNode lastRefund(String chargeId) {
        JsonNode refund = lastRefunds.get(chargeId);
        if (refund == null) {
            throw new IllegalStateException("no refund of " + chargeId + " has succeeded");
        }
        return refund;
    }

    @Override
    public void close() {
        second.close();
        first.close();
        issuer.close();
        provider.close();
        broker.close();
    }

    /** Starts them when the first test asks, and stops them after the last. */
    static final class Started implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TwoWorkers.class;
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(TwoWorkers.class, type -> new TwoWorkers(), TwoWorkers.class);
        }
    }
}
