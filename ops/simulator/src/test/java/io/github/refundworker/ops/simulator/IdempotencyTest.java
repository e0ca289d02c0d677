package io.github.refundworker.ops.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.simulator.SimulatorClient.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotencyTest extends SimulatorTest {
    @Test
    void shouldRepeatTheFirstAnswerAndRefundOnce() throws Exception {
        client.charge("c1");
        Response first = client.refund("r1", "c1", "25.00");
        Response second = client.refund("r1", "c1", "25.00");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.replayed()).isFalse();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.replayed()).isTrue();
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(client.ledger()).hasSize(1);
    }

    @Test
    void shouldCompareAmountsNumericallyAndEchoTheScaleOfTheCharge() throws Exception {
        client.charge("c1");
        assertThat(client.refund("r1", "c1", "25").json().path("amount").asString())
                .isEqualTo("25.00");
        assertThat(client.refund("r1", "c1", "25.000").replayed()).isTrue();
    }

    @Test
    void shouldRefuseOtherParametersUnderTheSameKey() throws Exception {
        client.charge("c1");
        client.charge("c2");
        client.refund("r1", "c1", "25.00");

        assertThat(client.refund("r1", "c1", "26.00").code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(client.refund("r1", "c2", "25.00").code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(client.refund("r1", "r2", "c1", "25.00").code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(client.ledger()).hasSize(1);
    }

    @Test
    void shouldStoreRefusalsUnderTheKey() throws Exception {
        client.charge("c1");
        client.refund("r1", "c1", "80.00");
        Response refused = client.refund("r2", "c1", "30.00");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS");

        client.post("/refunds/r1/reverse", "");
        Response again = client.refund("r2", "c1", "30.00");
        assertThat(again.replayed()).isTrue();
        assertThat(again.http().body()).isEqualTo(refused.http().body());
        assertThat(client.refund("r3", "c1", "30.00").status()).isEqualTo(201);
    }

    @Test
    void shouldTryAgainAfterARefusalWhenRefusalsAreNotStored() throws Exception {
        client.faults("{\"capabilities\":{\"storesRefusals\":false},\"decline\":{\"code\":\"X\",\"times\":1}}");
        client.charge("c1");
        assertThat(client.refund("r1", "c1", "30.00").code()).isEqualTo("X");
        assertThat(client.refund("r1", "c1", "30.00").status()).isEqualTo(201);
    }

    @Test
    void shouldRefundTwiceWhenKeysAreIgnored() throws Exception {
        client.faults("{\"capabilities\":{\"keys\":false}}");
        client.charge("c1");
        client.refund("r1", "c1", "30.00");
        client.refund("r1", "c1", "30.00");
        assertThat(client.ledger()).hasSize(2);
    }

    @Test
    void shouldNotStoreWhatNeverBegan() throws Exception {
        assertThat(client.refund("r1", "c1", "30.00").code()).isEqualTo("CHARGE_NOT_FOUND");
        assertThat(client.refund("r1", "c1", "1e1").code()).isEqualTo("INVALID_REQUEST");
        client.charge("c1");
        assertThat(client.refund("r1", "c1", "30.00").status()).isEqualTo(201);
    }

    @Test
    void shouldStartANewRefundOnceTheKeyHasExpired() throws Exception {
        Instant noon = Instant.parse("2026-11-02T12:00:00Z");
        time.set(noon);
        client.charge("c1");
        client.refund("r1", "c1", "30.00");
        time.set(noon.plus(Duration.ofHours(24)).minusMillis(1));
        assertThat(client.refund("r1", "c1", "30.00").replayed()).isTrue();
        time.set(noon.plus(Duration.ofHours(24)));
        assertThat(client.refund("r1", "c1", "30.00").replayed()).isFalse();
        assertThat(client.ledger()).hasSize(2);
    }

    @Test
    void shouldExecuteAKeyOnceHoweverManyCallAtOnce() throws Exception {
        client.charge("c1", "{\"stall\":{\"millis\":300,\"times\":1}}");
        List<Response> responses = atOnce(20, i -> client.refund("r1", "c1", "25.00"));

        assertThat(responses.stream().map(Response::status).collect(Collectors.groupingBy(s -> s)))
                .containsOnlyKeys(201, 409);
        assertThat(responses)
                .filteredOn(response -> response.status() == 409)
                .allSatisfy(response -> assertThat(response.code()).isEqualTo("IDEMPOTENCY_KEY_IN_USE"));
        assertThat(client.ledger()).hasSize(1);
        assertThat(client.refund("r1", "c1", "25.00").replayed()).isTrue();
    }

    @Test
    void shouldNeverRefundMoreThanWasCapturedHoweverManyCallAtOnce() throws Exception {
        client.charge("c1");
        List<Response> responses = atOnce(40, i -> client.refund("r" + i, "c1", "7.00"));

        assertThat(responses).filteredOn(response -> response.status() == 201).hasSize(14);
        assertThat(responses)
                .filteredOn(response -> response.status() != 201)
                .hasSize(26)
                .allSatisfy(response -> assertThat(response.code()).isEqualTo("REFUND_AMOUNT_OUT_OF_BOUNDS"));
        assertThat(client.ledger()).hasSize(14);
    }

    private interface IndexedCall {
        Response call(int index) throws Exception;
    }

    private static List<Response> atOnce(int calls, IndexedCall call) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Response>> tasks = IntStream.range(0, calls)
                    .<Callable<Response>>mapToObj(index -> () -> call.call(index))
                    .toList();
            return clients.invokeAll(tasks).stream().map(Future::resultNow).toList();
        }
    }
}
