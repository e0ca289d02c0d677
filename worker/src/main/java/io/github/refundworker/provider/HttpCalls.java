package io.github.refundworker.provider;

import io.github.refundworker.provider.ProviderResponse.NoResult;
import io.github.refundworker.provider.ProviderResponse.NotSent;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import io.github.refundworker.tracing.TraceContext;
import io.github.refundworker.tracing.TraceParent;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;

/**
 * Makes one attempt over HTTP/1.1, with a time limit that covers the last byte of the body. Connections are kept
 * alive; each carries one call at a time. Redirects are not followed, because only the configuration may say where
 * money is moved. Nothing is retried here.
 */
public final class HttpCalls implements AutoCloseable {
    /** A longer body is not read. A full page of refunds takes a tenth of this. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final ScopedValue<RequestWatch> WATCH = ScopedValue.newInstance();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    public HttpCalls(Duration connectTimeout) {
        // The client's default pool of platform threads takes twice as much time a call as virtual threads.
        this(threads -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build());
    }

    HttpCalls(Function<Executor, HttpClient> clientOn) {
        client = clientOn.apply(threads);
    }

    /** The result of an attempt. */
    public sealed interface Called {
        record Answered(HttpAnswer answer) implements Called {}

        record Failed(NoResult response) implements Called {}
    }

    /** Reports all requests that this thread makes during the call to the watch. */
    public static <T> T watched(RequestWatch watch, Supplier<T> call) {
        return ScopedValue.where(WATCH, watch).call(call::get);
    }

    /** The watch of the current thread. */
    public static RequestWatch watch() {
        return WATCH.orElse(RequestWatch.NONE);
    }

    /**
     * An interrupt ends the wait with an unclear result; the thread stays interrupted.
     *
     * @param timeout includes the wait for the permission to make the request
     */
    public Called call(HttpRequest request, Duration timeout) {
        RequestWatch watch = watch();
        long start = System.nanoTime();
        try {
            if (!watch.permits(timeout)) {
                return new Called.Failed(notSent("the account's rate limit left no time for it"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Called.Failed(notSent("interrupted before it was sent"));
        }
        Called called = make(request, timeout.minusNanos(System.nanoTime() - start));
        if (!Thread.currentThread().isInterrupted()) {
            switch (called) {
                case Called.Answered(HttpAnswer answer) -> watch.answered(answer);
                case Called.Failed _ -> watch.unanswered();
            }
        }
        return called;
    }

    private Called make(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(traced(request), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The timeout of HttpRequest ends with the headers. This one also covers the body.
            HttpResponse<byte[]> response = call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
            return new Called.Answered(new HttpAnswer(response.statusCode(), retryAfter, response.body()));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Called.Failed(ofFailure(cause == null ? e : cause));
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Called.Failed(new Unclear("no answer within " + timeout));
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return new Called.Failed(new Unclear("interrupted while waiting for the answer"));
        }
    }

    private static HttpRequest traced(HttpRequest request) {
        String parent = TraceContext.parent();
        return parent == null
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header(TraceParent.HEADER, parent)
                        .build();
    }

    /**
     * Not sent only if the connection was never made. After any later failure the request may have reached the
     * provider.
     */
    static NoResult ofFailure(Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> notSent("no connection in time");
            case UnknownHostException _ -> notSent("the provider's name cannot be resolved");
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException ->
                notSent("the provider's name cannot be resolved");
            case ConnectException _ -> notSent("connection refused");
            case NoRouteToHostException _ -> notSent("no route to the provider");
            case SSLHandshakeException _ -> notSent("no TLS session with the provider");
            default ->
                new Unclear("the connection failed after sending: "
                        + failure.getClass().getSimpleName());
        };
    }

    private static NotSent notSent(String why) {
        return new NotSent(why, null);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
