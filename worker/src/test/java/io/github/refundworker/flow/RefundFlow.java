package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.flow.Installation.Event;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What must hold from end to end, whichever way the broker is run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RefundFlow {
    private @Nullable ProviderDouble provider;
    private @Nullable Installation installation;

    abstract String bootstrap();

    abstract void stopBroker();

    @BeforeAll
    void start() {
        provider = new ProviderDouble();
        installation =
                new Installation(bootstrap(), "flow-", provider.url()).start().awaitReady();
    }

    @AfterAll
    void stop() {
        if (installation != null) {
            installation.close();
        }
        if (provider != null) {
            provider.close();
        }
        stopBroker();
    }

    private ProviderDouble provider() {
        return requireNonNull(provider);
    }

    private Installation worker() {
        return requireNonNull(installation);
    }

    private static String request(String chargeId, String requestId) {
        return """
                {"requestId": "%s", "chargeId": "%s", "amount": "25.00", "currencyCode": "USD", \
                "previouslyRefundedAmount": "0", "note": "item 1 of 4"}""".formatted(requestId, chargeId);
    }

    private static Predicate<List<Event>> has(String type) {
        return events -> events.stream().anyMatch(event -> event.type().equals(type));
    }

    private static List<String> types(List<Event> events) {
        return events.stream().map(Event::type).toList();
    }

    @Test
    void shouldRefundOnceWhatWasAskedForTwice() {
        provider().charge("ch_seed", "100.00");
        worker().request("ch_seed", request("ch_seed", "order-1"));
        worker().request("ch_seed", request("ch_seed", "order-1-again"));

        List<Event> events = worker().events("ch_seed", has("rejected"));

        assertThat(types(events)).containsExactly("created", "updated", "rejected");
        JsonNode error = events.getLast().body().get("error");
        assertThat(error.get("code").asString()).isEqualTo("PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        assertThat(error.get("expected").asString()).isEqualTo("0");
        assertThat(error.get("actual").asString()).isEqualTo("25.00");
        assertThat(events.getLast().body().at("/balance/refundableAmount").asString())
                .isEqualTo("75.00");
        assertThat(provider().paid("ch_seed")).containsExactly("25.00");
    }

    @Test
    void shouldAnswerARepeatedRequestWithoutPayingAgain() {
        provider().charge("ch_twice", "100.00");
        worker().request("ch_twice", request("ch_twice", "order-2"));
        worker().events("ch_twice", has("updated"));
        worker().request("ch_twice", request("ch_twice", "order-2"));

        List<Event> events = worker().events("ch_twice", has("repeated"));

        assertThat(types(events)).containsExactly("created", "updated", "repeated");
        assertThat(events.getLast().body().at("/refund/status").asString()).isEqualTo("SUCCEEDED");
        assertThat(provider().paid("ch_twice")).containsExactly("25.00");
    }

    @Test
    void shouldKeepTheTraceOfItsRequestOnTheWayToTheProviderAndBack() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        provider().charge("ch_trace", "100.00");
        worker().request("ch_trace", request("ch_trace", "order-9"), trace);
        worker().events("ch_trace", has("updated"));

        assertThat(provider().traceOf("ch_trace")).isEqualTo(trace);
        for (String topic : List.of("refund-inputs", "refund-commands-simulator", "refund-status", "charge-balances")) {
            assertThat(worker().records(topic).stream()
                            .filter(record -> "ch_trace".equals(new String(record.key(), UTF_8)))
                            .map(record -> new String(
                                    record.headers().lastHeader("traceparent").value(), UTF_8)))
                    .as(topic)
                    .isNotEmpty()
                    .containsOnly(trace);
        }
    }

    @Test
    void shouldKeepGarbageAndGoOn() {
        provider().charge("ch_after", "100.00");
        worker().send("ch_after", new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        worker().send("ch_after", null);
        worker().send("ch_after", "[".repeat(1_000).getBytes(UTF_8));
        worker().send("ch_after", new byte[900_000]);
        worker().send("ch_other", request("ch_after", "wrong-key").getBytes(UTF_8));
        worker().send(null, request("ch_after", "no-key").getBytes(UTF_8));
        worker().request("ch_after", request("ch_after", "order-3"));

        assertThat(types(worker().events("ch_after", has("updated")))).containsExactly("created", "updated");
        assertThat(worker().deadLetters(6))
                .containsExactlyInAnyOrder(
                        "UNREADABLE", "UNREADABLE", "UNREADABLE", "UNREADABLE", "MISKEYED", "MISKEYED");
    }

    @Test
    void shouldKnowItsChargesAfterItsDiskWasLost() {
        try (Installation restarted =
                new Installation(bootstrap(), "restart-", provider().url())) {
            provider().charge("ch_disk", "100.00");
            restarted.start().awaitReady();
            restarted.request("ch_disk", request("ch_disk", "order-4"));
            restarted.events("ch_disk", has("updated"));
            restarted.stop();
            restarted.forgetState();
            restarted.request("ch_disk", request("ch_disk", "order-4"));
            restarted.request("ch_disk", request("ch_disk", "order-5"));

            restarted.start();

            List<Event> events = restarted.events("ch_disk", has("rejected"));
            assertThat(types(events)).containsExactly("created", "updated", "repeated", "rejected");
            assertThat(provider().paid("ch_disk")).containsExactly("25.00");
        }
    }
}
