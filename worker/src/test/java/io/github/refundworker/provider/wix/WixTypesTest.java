package io.github.refundworker.provider.wix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.NodePackages;
import io.github.refundworker.provider.ProviderClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the adapter sends and what its double answers have the types that Wix publishes. */
class WixTypesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void shouldSpeakTheTypesThatWixPublishes() {
        List<String> documents = new ArrayList<>();
        documents.addAll(conversation(ReferencePlace.NOTE));
        documents.addAll(conversation(new ReferencePlace(new ReferencePlace.Field("@acme/refunds", "reference"))));

        NodePackages.Result result = NodePackages.run("wix-types.mjs", String.join("\n", documents));

        assertThat(result.output()).contains(documents.size() + " documents have the types that Wix publishes");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void shouldNoticeWhatHasNot() {
        NodePackages.Result result = NodePackages.run(
                "wix-types.mjs", "CreateRefundRequest {\"refund\":{\"chargeId\":\"x\",\"amount\":25}}");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    /** Everything that goes over the wire in the life of a charge with 101 refunds, a refusal and an event. */
    private static List<String> conversation(ReferencePlace place) {
        List<String> documents = new ArrayList<>();
        try (WixStandIn wix = new WixStandIn(place);
                ProviderClient client = wix.client()) {
            ChargeId chargeId = wix.newChargeId();
            wix.ledger.charge(chargeId, Money.of("1000.00", "USD"));
            Texts texts = new Texts("torn", "blue box", "{\"namespaces\":{\"@acme/orders\":{\"order\":7.10}}}");
            client.settle(CommandFixture.settle(chargeId, Money.of("25.00", "USD"), texts), TIMEOUT);
            client.settle(CommandFixture.settle(chargeId, Money.of("25.00", "USD"), texts), TIMEOUT);
            wix.ledger.only(chargeId).becomes(ProviderStatus.FAILED);
            for (int i = 0; i < 100; i++) {
                wix.ledger.refundInDashboard(chargeId, "1.00");
            }
            RefundId reference = RefundId.of("test", chargeId, new RequestId("r-1"));
            client.lookUp(chargeId, reference, wix.ledger.of(chargeId).getFirst().id, TIMEOUT);
            client.describe(chargeId, TIMEOUT);
            documents.add("DomainEvent " + wix.event(wix.ledger.of(chargeId).getFirst()));
            for (int i = 0; i < wix.calls.size(); i++) {
                String call = wix.calls.get(i).toString();
                String asked = new String(wix.calls.get(i).body(), StandardCharsets.UTF_8);
                String answered = wix.answers.get(i).body();
                if (call.endsWith("/query")) {
                    documents.add("QueryRefundsRequest " + asked);
                    documents.add("QueryRefundsResponse " + answered);
                } else if (call.startsWith("GET")) {
                    documents.add("GetRefundResponse " + answered);
                } else {
                    documents.add("CreateRefundRequest " + asked);
                    JsonNode error = JSON.readTree(answered).at("/details/applicationError");
                    documents.add(
                            error.isMissingNode()
                                    ? "CreateRefundResponse " + answered
                                    : "CreateRefundApplicationErrors " + error);
                }
            }
        }
        assertThat(documents).hasSizeGreaterThan(9);
        return documents;
    }
}
