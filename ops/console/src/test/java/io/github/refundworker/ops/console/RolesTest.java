package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What each role may ask for, by hand-made requests after a real login. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" (?:type=\"hidden\" )?value=\"([^\"]+)\"");

    private TestTopics topics;
    private OpenIdProvider provider;
    private RunningConsole console;

    @BeforeAll
    void start() {
        topics = new TestTopics();
        SampleCase.write(topics);
        int port = RunningConsole.freePort();
        provider = new OpenIdProvider(URI.create("http://127.0.0.1:" + port));
        console = RunningConsole.start(topics, "roles-" + topics.names.prefix(), port, provider.settings());
        console.awaitCurrent();
    }

    @AfterAll
    void stop() {
        console.close();
        provider.close();
        topics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "approver", "auditor"})
    void shouldLetEachRoleReadAndOnlyAuditorsExportAndUnmask(String person) throws Exception {
        boolean auditor = person.equals("auditor");
        try (HttpClient client = client()) {
            String page = logIn(client, person);
            for (String path : new String[] {"/now", "/refunds", "/review", "/dead-letters", "/audit"}) {
                assertThat(get(client, path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(page.contains("Export as CSV")).isEqualTo(auditor);
            HttpResponse<String> export =
                    post(client, "/refunds/export", "_csrf=" + csrf(page) + "&currency=USD&min=0.01");
            assertThat(export.statusCode()).isEqualTo(auditor ? 200 : 403);
            HttpResponse<String> unmasked = post(
                    client,
                    "/dead-letters/letter/unmasked",
                    "_csrf=" + csrf(page) + "&id=0/0&why=x&topic=" + topics.names.requestsDeadLetters());
            assertThat(unmasked.statusCode()).isEqualTo(auditor ? 200 : 403);
            assertThat(unmasked.body().contains("4242 4242")).isEqualTo(auditor);
            if (auditor) {
                assertThat(export.headers().firstValue("content-disposition"))
                        .hasValue("attachment; filename=\"refunds.csv\"");
                assertThat(export.body()
                                .lines()
                                .filter(line -> line.contains("\"USD\""))
                                .count())
                        .isGreaterThan(30);
                assertThat(export.body()).doesNotContain("\"EUR\"").contains("\"'=HYPERLINK");
                console.awaitCurrent();
                org.awaitility.Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(get(client, "/audit").body()).contains("console.export", "console.unmask"));
            }
        }
    }

    @Test
    void shouldRefuseAFormThatIsNotItsOwn() throws Exception {
        try (HttpClient client = client();
                HttpClient other = client()) {
            logIn(client, "auditor");
            String foreign = csrf(logIn(other, "auditor"));
            assertThat(post(client, "/refunds/export", "").statusCode()).isEqualTo(403);
            assertThat(post(client, "/refunds/export", "_csrf=" + foreign).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void shouldShowNothingToStrangersAndToPeopleWithoutARole() throws Exception {
        try (HttpClient client = client()) {
            for (String path :
                    new String[] {"/", "/now", "/now/stream", "/refunds", "/refund?id=x", "/charge?id=x", "/audit"}) {
                HttpResponse<String> answer = get(client, path);
                assertThat(answer.uri().getPath()).as(path).isEqualTo("/login");
            }
            assertThat(get(client, "/enter?key=" + RunningConsole.KEY).uri().getPath())
                    .isEqualTo("/login");
            logIn(client, "guest");
            assertThat(get(client, "/refunds").statusCode()).isEqualTo(403);
            assertThat(get(client, "/now/stream").statusCode()).isEqualTo(403);
        }
    }

    /** The two that are no reading show something, after an entry in the audit log. */
    @Test
    void shouldServeNothingThatMovesAnything() {
        Set<String> notReading = new TreeSet<>();
        console.context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    if (!mapping.getMethodsCondition().getMethods().equals(Set.of(RequestMethod.GET))) {
                        notReading.addAll(mapping.getPatternValues());
                    }
                });
        assertThat(notReading).containsExactly("/dead-letters/letter/unmasked", "/error", "/refunds/export");
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** @return the page Refunds, or what says that there is none */
    private String logIn(HttpClient client, String person) throws Exception {
        HttpResponse<String> form = get(client, "/oauth2/authorization/test");
        HttpRequest login = HttpRequest.newBuilder(provider.uri.resolve("/login"))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "text/html")
                .POST(BodyPublishers.ofString("username=" + person + "&password=secret&_csrf=" + csrf(form.body())))
                .build();
        return client.send(login, BodyHandlers.ofString()).body();
    }

    private static String csrf(String page) {
        Matcher matcher = CSRF.matcher(page.replaceAll("type=\"hidden\" name=\"_csrf\"", "name=\"_csrf\""));
        assertThat(matcher.find()).as("a form in %s", page).isTrue();
        return matcher.group(1);
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(console.uri.resolve(path))
                        .header("accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient client, String path, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(console.uri.resolve(path))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
