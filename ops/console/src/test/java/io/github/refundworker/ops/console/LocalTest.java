package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The console of one machine, and what every response carries. */
class LocalTest {

    @Test
    void shouldExchangeTheKeyForASession() throws Exception {
        try (TestTopics topics = new TestTopics();
                RunningConsole console = RunningConsole.local(topics, "local-" + topics.names.prefix());
                HttpClient client = HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpResponse<String> stranger = get(client, console.uri.resolve("/refunds"));
            assertThat(stranger.uri().getPath()).isEqualTo("/login");
            assertThat(get(client, console.uri.resolve("/enter?key=wrong"))
                            .uri()
                            .getPath())
                    .isEqualTo("/login");

            HttpResponse<String> page = get(client, console.uri.resolve("/enter?key=" + RunningConsole.KEY));
            assertThat(page.uri()).isEqualTo(console.uri.resolve("/refunds"));
            assertThat(page.body()).contains("Local console.", "No refund yet").doesNotContain(RunningConsole.KEY);
            assertThat(page.body().length()).isLessThan(150_000);
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValue("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
            assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("cache-control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            assertThat(page.previousResponse().orElseThrow().headers().allValues("set-cookie"))
                    .anySatisfy(cookie -> assertThat(cookie).contains("refund-console=", "HttpOnly", "SameSite=Lax"));
        }
    }

    @Test
    void shouldNotStartWhereOthersCouldReachItOrWithoutALogin() {
        try (TestTopics topics = new TestTopics()) {
            assertThatThrownBy(() -> RunningConsole.local(topics, "refused", "--server.address=0.0.0.0"))
                    .hasStackTraceContaining("this machine alone");
            assertThatThrownBy(() -> RunningConsole.local(topics, "refused", "--console.login.local-key=short"))
                    .hasStackTraceContaining("20 characters");
            assertThatThrownBy(() -> RunningConsole.start(topics, "refused", 0, List.of()))
                    .hasStackTraceContaining("nobody could log in");
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
