package io.github.refundworker.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.provider.http.HttpProvider;
import io.github.refundworker.provider.http.HttpSettings;
import io.github.refundworker.provider.stripe.ChargeIds;
import io.github.refundworker.provider.stripe.ConnectSettings;
import io.github.refundworker.provider.stripe.StripeProvider;
import io.github.refundworker.provider.wix.ReferencePlace;
import io.github.refundworker.provider.wix.WixProvider;
import io.github.refundworker.wire.IdsAndTexts;
import io.github.refundworker.wire.IdsAndTexts.Place;
import io.github.refundworker.wire.IdsAndTexts.Row;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading.Readable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider gets of ids and texts: what the request says, to the letter, or the request is refused before. */
class TextsOnTheirWayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final AccountName ACCOUNT = new AccountName("main");

    private enum Adapter {
        HTTP(
                "ch_1",
                url -> new HttpProvider(new HttpSettings(url, TIMEOUT, Duration.ofHours(24), true, null)),
                Adapter::ofJson) {
            @Override
            boolean takes(Row row) {
                return true;
            }
        },
        STRIPE_BY_CHARGE("ch_1", url -> stripe(url, ChargeIds.CHARGE), Adapter::ofForm) {
            @Override
            boolean takes(Row row) {
                return row.place() != Place.CHARGE_ID || row.text().startsWith("ch_");
            }
        },
        STRIPE_BY_PAYMENT_INTENT("pi_1", url -> stripe(url, ChargeIds.PAYMENT_INTENT), Adapter::ofForm) {
            @Override
            boolean takes(Row row) {
                return row.place() != Place.CHARGE_ID || row.text().startsWith("pi_");
            }
        },
        WIX_BY_NOTE(
                "00000000-0000-4000-8000-000000000001", url -> wix(url, ReferencePlace.NOTE), Adapter::ofWixWithANote) {
            /** The reference takes forty of the 200 characters, and Wix does not say what a character is. */
            @Override
            boolean takes(Row row) {
                return WIX_BY_FIELD.takes(row)
                        && (row.place() != Place.NOTE || row.text().length() <= 160);
            }
        },
        WIX_BY_FIELD(
                "00000000-0000-4000-8000-000000000001",
                url -> wix(url, new ReferencePlace(new ReferencePlace.Field("@acme/refunds", "ref"))),
                Adapter::ofWix) {
            @Override
            boolean takes(Row row) {
                return row.place() != Place.CHARGE_ID || row.name().equals("a GUID");
            }
        };

        final String chargeId;
        final Function<URI, ProviderClient> client;
        final Function<StandIn.Asked, Said> reading;

        Adapter(String chargeId, Function<URI, ProviderClient> client, Function<StandIn.Asked, Said> reading) {
            this.chargeId = chargeId;
            this.client = client;
            this.reading = reading;
        }

        /** Whether the account takes what any request may have. */
        abstract boolean takes(Row row);

        private static StripeProvider stripe(URI url, ChargeIds ids) {
            return new StripeProvider(url, "sk_test_1", null, ids, ConnectSettings.NONE, TIMEOUT);
        }

        private static WixProvider wix(URI url, ReferencePlace place) {
            return new WixProvider(url, "key", "site", place, TIMEOUT);
        }

        private static Said ofJson(StandIn.Asked asked) {
            JsonNode body = JSON.readTree(asked.body());
            return Said.of(
                    body,
                    body.path("reference").stringValue(null),
                    body.path("note").stringValue(null));
        }

        private static Said ofWix(StandIn.Asked asked) {
            JsonNode refund = JSON.readTree(asked.body()).path("refund");
            return Said.of(
                    refund,
                    refund.at("/extendedFields/namespaces")
                            .path("@acme/refunds")
                            .path("ref")
                            .stringValue(null),
                    refund.path("note").stringValue(null));
        }

        private static Said ofWixWithANote(StandIn.Asked asked) {
            JsonNode refund = JSON.readTree(asked.body()).path("refund");
            String note = refund.path("note").stringValue();
            assertThat(note.length()).isLessThanOrEqualTo(200);
            return Said.of(refund, note.substring(1, 37), note.length() == 38 ? null : note.substring(39));
        }

        /** A reason comes in parts that Stripe keeps whole. */
        private static Said ofForm(StandIn.Asked asked) {
            Map<String, String> form = Forms.decoded(new String(asked.body(), UTF_8));
            assertThat(form.values())
                    .allSatisfy(value -> assertThat(value.length()).isLessThanOrEqualTo(500));
            String reason = IntStream.rangeClosed(1, 5)
                    .mapToObj(part -> form.get("metadata[reason" + (part == 1 ? "]" : "_" + part + "]")))
                    .filter(Objects::nonNull)
                    .collect(joining());
            return new Said(
                    form.get("metadata[refund_reference]"),
                    form.getOrDefault("charge", form.get("payment_intent")),
                    form.get("metadata[note]"),
                    reason.isEmpty() ? null : reason);
        }
    }

    /** What a payment says, whatever its form. */
    private record Said(
            @Nullable String reference,
            @Nullable String chargeId,
            @Nullable String note,
            @Nullable String reason) {
        static Said of(JsonNode refund, @Nullable String reference, @Nullable String note) {
            return new Said(
                    reference,
                    refund.path("chargeId").stringValue(null),
                    note,
                    refund.path("reason").stringValue(null));
        }
    }

    private static Stream<Arguments> rightRows() {
        return Arrays.stream(Adapter.values())
                .flatMap(adapter -> IdsAndTexts.rows().filter(Row::isRight).map(row -> Arguments.of(adapter, row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rightRows")
    void shouldSendWhatTheRequestSaysOrRefuseTheRequest(Adapter adapter, Row row) {
        RefundRequest request = request(adapter, row);
        try (StandIn provider = new Scripted(500, "{}", adapter.client);
                ProviderClient client = provider.client()) {
            assertThat(isRejected(client.capabilities(), request)).isNotEqualTo(adapter.takes(row));
            if (!adapter.takes(row)) {
                return;
            }
            RefundId reference = RefundId.of("test", request.chargeId(), request.requestId());
            client.settle(settle(request, reference), TIMEOUT);
            client.describe(request.chargeId(), TIMEOUT);
            client.lookUp(request.chargeId(), reference, null, TIMEOUT);

            StandIn.Asked payment = provider.calls.getFirst();
            assertThat(adapter.reading.apply(payment))
                    .isEqualTo(new Said(
                            reference.toString(),
                            request.chargeId().value(),
                            request.texts().note(),
                            request.texts().reason()));
            assertThat(payment.key()).isIn(reference.toString(), null);
            if (adapter == Adapter.HTTP) {
                assertThat(payment.key()).isEqualTo(reference.toString());
                assertThat(provider.calls.get(1).path())
                        .isEqualTo("/charges/" + request.chargeId().value());
                assertThat(provider.calls.get(2).path()).isEqualTo("/refunds/" + reference);
            } else {
                assertThat(provider.calls.subList(1, 3))
                        .allSatisfy(reading -> assertThat(reading.uri() + new String(reading.body(), UTF_8))
                                .contains(request.chargeId().value()));
            }
        }
    }

    /** No provider gets the caller's id, only the refund's: so it has to be another one for each of them. */
    @Test
    void shouldMakeAnotherRefundOfEachRequestId() {
        Set<RefundId> refunds = new HashSet<>();
        IdsAndTexts.rows()
                .filter(row -> row.isRight() && row.place() == Place.REQUEST_ID)
                .map(row -> request(Adapter.HTTP, row))
                .forEach(
                        request -> assertThat(refunds.add(RefundId.of("test", request.chargeId(), request.requestId())))
                                .isTrue());
        assertThat(refunds).hasSizeGreaterThan(15);
    }

    private static RefundRequest request(Adapter adapter, Row row) {
        return (RefundRequest) ((Readable) RequestReader.read(row.bytes(adapter.chargeId))).body();
    }

    private static boolean isRejected(Capabilities capabilities, RefundRequest request) {
        Policy policy = new Policy(
                "test", ACCOUNT, Map.of(ACCOUNT, capabilities), false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
        Input.RefundRequested input = new Input.RefundRequested(NOW, new Source("refund-requests", 0, 7, NOW), request);
        return Decider.decide(policy, request.chargeId(), ChargeState.NONE, input)
                        instanceof Decision.Next(var _, var effects)
                && effects.stream().anyMatch(effect -> effect instanceof Effect.PublishStatus(StatusEvent.Rejected _));
    }

    private static Command.Settle settle(RefundRequest request, RefundId reference) {
        Command.Settle any = CommandFixture.settle(request.chargeId(), Money.of("25.00", "USD"), request.texts());
        return new Command.Settle(
                any.number(),
                request.chargeId(),
                reference,
                any.amount(),
                any.full(),
                any.succeededBefore(),
                request.texts(),
                any.bodyVersion(),
                any.firstIssuedAt(),
                any.issuedAt(),
                any.sendBy(),
                any.uncertain());
    }
}
