package io.github.refundworker.provider.http;

import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.SimulatedCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The real adapter over a network that is a function: the bytes are real, and the other side answers at once. */
public final class SimulatedHttp {
    private static final HttpSettings SETTINGS = new HttpSettings(
            URI.create("http://provider.test"), Duration.ofSeconds(1), Duration.ofHours(24), true, null);

    private SimulatedHttp() {}

    /** @param key the idempotency key, if one was sent */
    public record Request(String method, URI uri, @Nullable String key, byte[] body) {}

    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    @FunctionalInterface
    public interface Server {
        /** @throws IOException as the network would */
        Answer answer(Request request) throws IOException;
    }

    public static ProviderClient client(Server server) {
        return new HttpProvider(SETTINGS, SimulatedCalls.over(new Client(server)));
    }

    private static final class Client extends HttpClient {
        private final Server server;

        Client(Server server) {
            this.server = server;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            try {
                return CompletableFuture.completedFuture(send(request, handler));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request,
                HttpResponse.BodyHandler<T> handler,
                HttpResponse.@Nullable PushPromiseHandler<T> pushPromises) {
            return sendAsync(request, handler);
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
            byte[] body = request.bodyPublisher().map(Client::bytes).orElse(new byte[0]);
            String key = request.headers().firstValue("Idempotency-Key").orElse(null);
            Answer answer = server.answer(new Request(request.method(), request.uri(), key, body));
            Map<String, List<String>> headers = new HashMap<>();
            answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
            Response<T> head =
                    new Response<>(request, answer.status(), HttpHeaders.of(headers, (name, value) -> true), null);
            HttpResponse.BodySubscriber<T> subscriber = handler.apply(head);
            subscriber.onSubscribe(new Asked());
            subscriber.onNext(List.of(ByteBuffer.wrap(answer.body())));
            subscriber.onComplete();
            return new Response<>(
                    request,
                    answer.status(),
                    head.headers(),
                    subscriber.getBody().toCompletableFuture().join());
        }

        private static byte[] bytes(HttpRequest.BodyPublisher publisher) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            publisher.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(ByteBuffer buffer) {
                    byte[] part = new byte[buffer.remaining()];
                    buffer.get(part);
                    bytes.writeBytes(part);
                }

                @Override
                public void onError(Throwable failure) {
                    throw new IllegalStateException(failure);
                }

                @Override
                public void onComplete() {}
            });
            return bytes.toByteArray();
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return Optional.empty();
        }

        @Override
        public Redirect followRedirects() {
            return Redirect.NEVER;
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return Optional.empty();
        }

        @Override
        public SSLContext sslContext() {
            throw new UnsupportedOperationException("there is no TLS here");
        }

        @Override
        public SSLParameters sslParameters() {
            throw new UnsupportedOperationException("there is no TLS here");
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return Optional.empty();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.empty();
        }
    }

    /** Everything comes at once, so it makes no difference how much is asked for. */
    private static final class Asked implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    private record Response<T>(
            HttpRequest request,
            int statusCode,
            HttpHeaders headers,
            @Nullable T read) implements HttpResponse<T>, HttpResponse.ResponseInfo {
        @Override
        public T body() {
            return Objects.requireNonNull(read);
        }

        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
