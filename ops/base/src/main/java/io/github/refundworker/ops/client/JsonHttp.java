package io.github.refundworker.ops.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP with hard time limits. */
public final class JsonHttp implements AutoCloseable {

    public static final JsonMapper MAPPER = new JsonMapper();

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Map<String, String> headers;

    public JsonHttp() {
        this(HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build(), Map.of());
    }

    private JsonHttp(HttpClient client, Map<String, String> headers) {
        this.client = client;
        this.headers = headers;
    }

    /** The same with a header in every call; closed with this one. */
    public JsonHttp with(String header, String value) {
        return new JsonHttp(client, Map.of(header, value));
    }

    /**
     * An answer, whatever its status.
     *
     * @param body a missing node if there is no body, or none that is JSON
     */
    public record Answer(int status, JsonNode body) {

        public boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /** @throws IOException if there is no answer in time */
    public Answer get(URI uri) throws IOException {
        return call("GET", uri, null);
    }

    /** @throws IOException if there is no answer in time */
    public Answer post(URI uri, @Nullable Object body) throws IOException {
        return call("POST", uri, body);
    }

    /** @throws IOException if there is no answer in time */
    public Answer put(URI uri, @Nullable Object body) throws IOException {
        return call("PUT", uri, body);
    }

    /**
     * A body of any length, to be closed by the caller.
     *
     * @throws IOException if it does not begin in time, or the answer is not a 2xx
     */
    public InputStream stream(URI uri) throws IOException {
        HttpResponse<InputStream> response =
                send(request(uri).timeout(CALL_LIMIT.multipliedBy(6)).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 != 2) {
            response.body().close();
            throw new IOException("GET " + uri + " answered " + response.statusCode());
        }
        return response.body();
    }

    private Answer call(String method, URI uri, @Nullable Object body) throws IOException {
        HttpRequest.BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body));
        HttpRequest request = request(uri)
                .timeout(CALL_LIMIT)
                .header("content-type", "application/json")
                .method(method, publisher)
                .build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), parse(response.body()));
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::header);
        return request;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + request.uri());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
