package io.github.refundworker.provider;

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
import javax.net.ssl.SSLHandshakeException;

/**
 * One attempt over HTTP/1.1 at a time limit that covers the last byte, with kept connections, one a call in flight.
 * Redirects are not followed: where money is moved is said by the configuration alone. Nothing is repeated here.
 */
public final class HttpCalls implements AutoCloseable {
    /** Longer bodies are not read at all; a full page of refunds takes a tenth of it. */
    public static final int MAX_BYTES = 1024 * 1024;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    public HttpCalls(Duration connectTimeout) {
        // Its own default pool of platform threads costs twice as much time a call as virtual ones.
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

    /** What came of an attempt. */
    public sealed interface Called {
        record Answered(HttpAnswer answer) implements Called {}

        /** @param response {@code NotSent} or {@code Unclear} */
        record Failed(ProviderResponse response) implements Called {}
    }

    /** An interrupt ends the wait as unclear, and stays set on the thread. */
    public Called call(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(traced(request), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The request's own timeout would end with the headers; this one covers the body too.
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

    /** Not sent only where the connection was never made; everything later may have reached the provider. */
    static ProviderResponse ofFailure(Throwable failure) {
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
