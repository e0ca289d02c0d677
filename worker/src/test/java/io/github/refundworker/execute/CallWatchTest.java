package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.HttpCalls.Called;
import io.github.refundworker.provider.ProviderResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP requests of a call show of the provider, whichever adapter makes them. */
class CallWatchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpCalls calls = new HttpCalls(TIMEOUT);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        calls.close();
    }

    @Test
    void shouldTakeAPermitForEveryRequest() {
        CallWatch watch = new CallWatch(permits(1));
        assertThat(call(watch, TIMEOUT)).isInstanceOf(Called.Answered.class);
        assertThat(call(watch, TIMEOUT))
                .as("the first one had its permit already")
                .isInstanceOf(Called.Answered.class);
        assertThat(call(watch, Duration.ofMillis(100)))
                .isEqualTo(new Called.Failed(
                        new ProviderResponse.NotSent("the account's rate limit left no time for it", null)));
        assertThat(requests).hasValue(2);
        assertThat(watch.failed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 409, 422, 429})
    void shouldTakeAnyAnswerForWell(int answer) {
        status.set(answer);
        CallWatch watch = new CallWatch(permits(0));
        call(watch, TIMEOUT);
        assertThat(watch.failed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void shouldTakeAServerErrorForAFailure(int answer) {
        status.set(answer);
        CallWatch watch = new CallWatch(permits(0));
        call(watch, TIMEOUT);
        status.set(200);
        call(watch, TIMEOUT);
        assertThat(watch.failed()).as("one of two requests").isTrue();
    }

    @Test
    void shouldTakeNoAnswerForAFailure() {
        server.stop(0);
        CallWatch watch = new CallWatch(permits(0));
        call(watch, TIMEOUT);
        assertThat(watch.failed()).isTrue();
    }

    @Test
    void shouldRestAfterTooManyCallsWithoutAWordOfWhen() {
        status.set(429);
        CallPace pace = new CallPace(0, 1);
        call(new CallWatch(permits(pace)), TIMEOUT);
        assertThat(pace.reserve(0, Long.MAX_VALUE))
                .isEqualTo(Duration.ofMillis(500).toNanos());
    }

    private static CallPermits permits(int rate) {
        return permits(new CallPace(rate, 1));
    }

    /** Time stands still, so that nobody waits. */
    private static CallPermits permits(CallPace pace) {
        ExecutorMeters meters = new ExecutorMeters(new AccountName("main"), new SimpleMeterRegistry());
        return new CallPermits(pace, () -> 0, meters);
    }

    private Called call(CallWatch watch, Duration timeout) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return HttpCalls.watched(
                watch, () -> calls.call(HttpRequest.newBuilder(uri).build(), timeout));
    }
}
