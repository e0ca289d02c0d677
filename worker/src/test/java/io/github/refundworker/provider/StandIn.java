package io.github.refundworker.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A provider's double: its protocol over a ledger, on this machine, with faults on the way there and back. */
public abstract class StandIn implements PaymentConformance.Provider {
    public final TestLedger ledger;

    /** Every call that came, as {@code METHOD path}. */
    public final List<Asked> calls = new CopyOnWriteArrayList<>();

    /** What was answered to them, faults apart. */
    public final List<Answer> answers = new CopyOnWriteArrayList<>();

    private final Deque<Fault> ofPayments = new ArrayDeque<>();
    private final Deque<Fault> ofReadings = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    /** What goes wrong with one call. */
    public enum Fault {
        /** Carried out, and never answered. */
        NO_ANSWER,
        /** Carried out, and the connection breaks. */
        ANSWER_LOST,
        /** Not carried out; an error in the provider's own form. */
        INTERNAL_ERROR,
        CONFLICT,
        TOO_MANY_CALLS,
        CREDENTIALS_REFUSED,
        REDIRECTED,
        /** Not carried out; what a proxy says. */
        NOT_JSON,
        EMPTY
    }

    /**
     * @param uri as it was sent
     * @param headers by their names in lower case; the first of each
     */
    public record Asked(
            String method,
            String path,
            String uri,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body) {
        public @Nullable String key() {
            return headers.get("idempotency-key");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public record Answer(int status, String body) {}

    protected StandIn(Supplier<String> ids) {
        ledger = new TestLedger(ids);
        server = listen(0);
    }

    @Override
    public final TestLedger ledger() {
        return ledger;
    }

    @Override
    public final void capture(ChargeId chargeId, Money captured) {
        ledger.charge(chargeId, captured);
    }

    /** @return what a provider's webhook delivers when a refund changes, as read by the adapter's reader */
    public abstract WebhookReading webhook(TestLedger.Entry entry);

    protected abstract boolean isPayment(Asked asked);

    protected abstract Answer answer(Asked asked) throws IOException;

    /** An error in the provider's own form. */
    protected abstract Answer error(Asked asked, int status);

    /** Whatever was stored under idempotency keys is forgotten. */
    public void forgetKeys() {}

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Of the next payments, one after the other. */
    public final synchronized void payments(Fault... faults) {
        ofPayments.addAll(List.of(faults));
    }

    /** Of the next look-ups and descriptions, one after the other. */
    public final synchronized void readings(Fault... faults) {
        ofReadings.addAll(List.of(faults));
    }

    public final long paymentCalls() {
        return calls.stream().filter(this::isPayment).count();
    }

    /** Nobody listens any more. */
    public final void goDown() {
        server.stop(0);
    }

    public final void comeBack() {
        server = listen(server.getAddress().getPort());
    }

    private HttpServer listen(int port) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            listening.setExecutor(threads);
            listening.createContext("/", this::handle);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Asked asked = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().toString(),
                Forms.decoded(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRequestBody().readAllBytes());
        calls.add(asked);
        Fault fault = take(isPayment(asked) ? ofPayments : ofReadings);
        try (exchange) {
            switch (fault) {
                case null -> {
                    Answer answer = answer(asked);
                    answers.add(answer);
                    send(exchange, answer);
                }
                case NO_ANSWER -> {
                    answer(asked);
                    closed.await();
                }
                case ANSWER_LOST -> {
                    Answer lost = answer(asked);
                    exchange.sendResponseHeaders(lost.status(), lost.body().length() + 1L);
                    exchange.getResponseBody().flush();
                }
                case INTERNAL_ERROR -> send(exchange, error(asked, 500));
                case CONFLICT -> send(exchange, error(asked, 409));
                case TOO_MANY_CALLS -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    send(exchange, error(asked, 429));
                }
                case CREDENTIALS_REFUSED -> send(exchange, error(asked, 401));
                case REDIRECTED -> {
                    exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
                    send(exchange, new Answer(307, ""));
                }
                case NOT_JSON -> send(exchange, new Answer(404, "<html><body>Not Found</body></html>"));
                case EMPTY -> send(exchange, new Answer(200, ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Fault take(Deque<Fault> faults) {
        return faults.poll();
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
