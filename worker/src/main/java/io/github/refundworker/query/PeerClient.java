package io.github.refundworker.query;

import io.github.refundworker.web.HttpProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Passes a query on to another instance of the worker. The caller's credentials go along, and the other instance
 * checks them itself. The instances learn each other's addresses through the brokers. Every client that may join the group
 * of the decide step can announce an address there, so the credentials go only to allowed hosts.
 */
public final class PeerClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerClient.class);

    /** The header that counts how often a query was passed on. */
    private static final String HOPS = "Refund-Worker-Hops";

    /** Two hops: to any process with the role {@code decide}, and from there to the one that has the charge. */
    private static final int MAX_HOPS = 2;

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** A page of the longest refunds is shorter. */
    private static final int MAX_BYTES = 4 << 20;

    private static final List<String> TO_PEER =
            List.of(HttpHeaders.AUTHORIZATION, "X-Api-Key", HttpHeaders.IF_NONE_MATCH, HttpHeaders.ACCEPT);
    private static final List<String> FROM_PEER = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ETAG,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final String scheme;
    private final Predicate<String> allowed;

    /**
     * @param tls for calls between instances; absent for plain HTTP
     * @param allowed the addresses, as {@code host:port}, to which credentials may go
     */
    public PeerClient(@Nullable SSLContext tls, Predicate<String> allowed) {
        this.allowed = allowed;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(threads);
        if (tls != null) {
            builder.sslContext(tls);
        }
        client = builder.build();
        scheme = tls == null ? "http" : "https";
    }

    /** Limits the hops. If two processes disagreed about the owner, they would pass a query to and fro. */
    private static int nextHop(HttpServletRequest request) {
        String hops = request.getHeader(HOPS);
        int next = hops == null ? 1 : hops.equals("1") ? 2 : MAX_HOPS + 1;
        if (next > MAX_HOPS) {
            throw QueryRouter.notServed("The charge is moving to another instance");
        }
        return next;
    }

    /** @param address {@code host:port} */
    ResponseEntity<byte[]> forward(String address, HttpServletRequest request) {
        if (!allowed.test(address)) {
            log.error(
                    "an instance says it is at {}, which refunds.api.peer-hosts does not allow; it is not asked",
                    address);
            throw QueryRouter.notServed("The instance that has the charge is not allowed");
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        uri(scheme + "://" + address + request.getRequestURI() + query))
                .header(HOPS, Integer.toString(nextHop(request)));
        for (String name : TO_PEER) {
            String value = request.getHeader(name);
            if (value != null) {
                forwarded.header(name, value);
            }
        }
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(forwarded.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // The timeout of HttpRequest ends with the headers. This one also covers the body.
            return answer(call.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            call.cancel(true);
            throw QueryRouter.notServed("The instance that has the charge cannot be reached");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw QueryRouter.notServed("The worker is stopping");
        }
    }

    /** The web server accepts some characters that a URI may not have. */
    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.invalid(null, "The path or the query is not percent-encoded");
        }
    }

    private static ResponseEntity<byte[]> answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 500 && status != 503) {
            throw QueryRouter.notServed("The instance that has the charge could not answer");
        }
        HttpHeaders headers = new HttpHeaders();
        for (String name : FROM_PEER) {
            response.headers().firstValue(name).ifPresent(value -> headers.set(name, value));
        }
        return ResponseEntity.status(status).headers(headers).body(response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
