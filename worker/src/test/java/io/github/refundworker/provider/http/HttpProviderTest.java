package io.github.refundworker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Money;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.ProviderResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProviderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PAID = "{\"id\":\"re_1\",\"reference\":\"" + CommandFixture.REFUND
            + "\",\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\",\"status\":\"SUCCEEDED\"}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;
    private HttpProvider provider;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        provider = providerAt(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        never.countDown();
        provider.close();
        server.stop(0);
    }

    @Test
    void sendsTheRefundUnderItsIdAsKey() {
        on("/refunds", exchange -> answer(exchange, 201, PAID));
        assertThat(provider.settle(CommandFixture.settle(), TIMEOUT)).isInstanceOf(ProviderResponse.Found.class);
        assertThat(requests)
                .containsExactly("POST /refunds key=" + CommandFixture.REFUND + " "
                        + new String(RefundBody.of(CommandFixture.settle()), StandardCharsets.UTF_8));
    }

    @Test
    void showsItsCredentialsWithEveryRequest() {
        List<String> seen = new CopyOnWriteArrayList<>();
        on("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("X-Api-Key"));
            answer(exchange, 500, "");
        });
        HttpSettings settings =
                at(local(server.getAddress().getPort()), new HttpSettings.Credentials("X-Api-Key", "s3cret"));
        assertThat(settings.toString()).doesNotContain("s3cret");
        try (HttpProvider known = new HttpProvider(settings)) {
            known.settle(CommandFixture.settle(), TIMEOUT);
            known.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT);
            known.describe(CommandFixture.CHARGE, TIMEOUT);
        }
        assertThat(seen).containsExactly("POST s3cret", "GET s3cret", "GET s3cret");
    }

    @Test
    void isAsCapableAsItsAccountSays() {
        Duration window = Duration.ofDays(7);
        URI url = URI.create("http://provider.invalid");
        try (HttpProvider forgetful = new HttpProvider(new HttpSettings(url, TIMEOUT, window, false, null))) {
            assertThat(forgetful.capabilities().idempotencyWindow()).isEqualTo(window);
            assertThat(forgetful.capabilities().storesRefusals()).isFalse();
        }
    }

    @Test
    void looksUpByReferenceOrByTheProvidersId() {
        on("/refunds/", exchange -> answer(exchange, 404, "{\"code\":\"REFUND_NOT_FOUND\"}"));
        assertThat(provider.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, null, TIMEOUT))
                .isEqualTo(new ProviderResponse.NotFound());
        assertThat(provider.lookUp(CommandFixture.CHARGE, CommandFixture.REFUND, "re/1?", TIMEOUT))
                .isEqualTo(new ProviderResponse.NotFound());
        assertThat(requests)
                .containsExactly(
                        "GET /refunds/" + CommandFixture.REFUND + " key=null ", "GET /refunds/re%2F1%3F key=null ");
    }

    @Test
    void readsEveryPageOfACharge() {
        on("/charges/", exchange -> {
            boolean second = "cursor=a%26b".equals(exchange.getRequestURI().getRawQuery());
            answer(exchange, 200, page(second ? "" : PAID, second ? "" : ",\"nextCursor\":\"a&b\""));
        });
        assertThat(provider.describe(CommandFixture.CHARGE, TIMEOUT))
                .isInstanceOfSatisfying(ProviderResponse.Described.class, told -> {
                    Description.Found described = (Description.Found) told.shown();
                    assertThat(described.captured()).isEqualTo(Money.of("100.00", "USD"));
                    assertThat(described.refunds()).hasSize(1);
                });
        assertThat(requests).hasSize(2);
    }

    @Test
    void doesNotGoRoundInPages() {
        on("/charges/", exchange -> answer(exchange, 200, page(PAID, ",\"nextCursor\":\"same\"")));
        assertThat(provider.describe(CommandFixture.CHARGE, TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(requests).hasSize(2);
    }

    @Test
    void describesNothingWhereOneRefundIsUnreadable() {
        on("/charges/", exchange -> answer(exchange, 200, page(PAID + ",{}", "")));
        assertThat(provider.describe(CommandFixture.CHARGE, TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unknownChargeIsNotFound() {
        on("/charges/", exchange -> answer(exchange, 404, "{\"code\":\"CHARGE_NOT_FOUND\"}"));
        assertThat(provider.describe(new ChargeId("a/b?c=d%"), TIMEOUT)).isEqualTo(new ProviderResponse.NotFound());
        assertThat(requests).containsExactly("GET /charges/a%2Fb%3Fc%3Dd%25 key=null ");
    }

    @Test
    void unclearWhereNoAnswerComesInTime() {
        on("/refunds", exchange -> untilTheEnd());
        assertThat(provider.settle(CommandFixture.settle(), Duration.ofMillis(100)))
                .isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unclearWhereTheBodyStalls() {
        on("/refunds", exchange -> {
            exchange.sendResponseHeaders(201, PAID.length());
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            untilTheEnd();
        });
        assertThat(provider.settle(CommandFixture.settle(), Duration.ofMillis(200)))
                .isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unclearWhereTheBodyIsCutOff() {
        on("/refunds", exchange -> {
            exchange.sendResponseHeaders(201, PAID.length());
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            throw new IOException("cut off");
        });
        assertThat(provider.settle(CommandFixture.settle(), TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unclearWhereTheBodyIsEndless() {
        on("/refunds", exchange -> answer(exchange, 201, " ".repeat(HttpCalls.MAX_BYTES) + PAID));
        assertThat(provider.settle(CommandFixture.settle(), TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    @Test
    void unclearWhereTheConnectionIsResetAfterSending() throws IOException {
        try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpProvider toIt = providerAt(resetting.getLocalPort())) {
            Thread.startVirtualThread(() -> readAndReset(resetting));
            assertThat(toIt.settle(CommandFixture.settle(), TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
        }
    }

    @Test
    void notSentWhereNobodyListens() throws IOException {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();
        try (HttpProvider toIt = providerAt(closed.getLocalPort())) {
            assertThat(toIt.settle(CommandFixture.settle(), TIMEOUT))
                    .isEqualTo(new ProviderResponse.NotSent("connection refused", null));
        }
    }

    @Test
    void notSentWhereTheNameIsUnknown() {
        try (HttpProvider toIt = new HttpProvider(at(URI.create("http://provider.invalid"), null))) {
            assertThat(toIt.settle(CommandFixture.settle(), TIMEOUT))
                    .isEqualTo(new ProviderResponse.NotSent("the provider's name cannot be resolved", null));
        }
    }

    @Test
    void sendsNothingWithoutTls() {
        on("/refunds", exchange -> answer(exchange, 201, PAID));
        URI tls = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        try (HttpProvider toIt = new HttpProvider(at(tls, null))) {
            assertThat(toIt.settle(CommandFixture.settle(), TIMEOUT)).isNotInstanceOf(ProviderResponse.Found.class);
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void doesNotFollowARedirect() {
        on("/refunds", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            answer(exchange, 307, "");
        });
        on("/elsewhere", exchange -> answer(exchange, 201, PAID));
        assertThat(provider.settle(CommandFixture.settle(), TIMEOUT)).isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void unclearWhereTheWaitIsInterrupted() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        on("/refunds", exchange -> {
            arrived.countDown();
            untilTheEnd();
        });
        List<ProviderResponse> responses = new CopyOnWriteArrayList<>();
        List<Boolean> interrupts = new CopyOnWriteArrayList<>();
        Thread call = Thread.startVirtualThread(() -> {
            responses.add(provider.settle(CommandFixture.settle(), TIMEOUT));
            interrupts.add(Thread.currentThread().isInterrupted());
        });
        arrived.await();
        call.interrupt();
        call.join();
        assertThat(responses).singleElement().isInstanceOf(ProviderResponse.Unclear.class);
        assertThat(interrupts).containsExactly(true);
    }

    private void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " key="
                            + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            handler.handle(exchange);
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String page(String refunds, String rest) {
        return "{\"chargeId\":\"ch_1\",\"capturedAmount\":\"100.00\",\"currencyCode\":\"USD\",\"disputed\":false,"
                + "\"refunds\":[" + refunds + "]" + rest + "}";
    }

    private void untilTheEnd() throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void readAndReset(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            in.read();
            // Closing with unread bytes and no lingering makes the kernel send a reset.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpProvider providerAt(int port) {
        return new HttpProvider(at(local(port), null));
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    private static HttpSettings at(URI url, HttpSettings.@Nullable Credentials credentials) {
        return new HttpSettings(url, Duration.ofSeconds(2), Duration.ofHours(24), true, credentials);
    }
}
