package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a session of their own, who sends forms by hand. */
final class Visitor implements AutoCloseable {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" (?:type=\"hidden\" )?value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI console;

    /** The page that this person sees first. */
    String page = "";

    private Visitor(URI console) {
        this.console = console;
    }

    static Visitor stranger(URI console) {
        return new Visitor(console);
    }

    /** A person who has logged in, and may have no role. */
    static Visitor of(String person, OpenIdProvider provider, URI console) throws Exception {
        Visitor visitor = new Visitor(console);
        HttpResponse<String> form = visitor.get("/oauth2/authorization/test");
        visitor.page = visitor.send(
                        provider.uri.resolve("/login"),
                        Map.of("username", person, "password", "secret", "_csrf", csrf(form.body())))
                .body();
        return visitor;
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(console.resolve(path))
                        .header("accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends a form of the console, with its token. */
    HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return post(path, form, csrf());
    }

    HttpResponse<String> post(String path, Map<String, String> form, String csrf) throws Exception {
        Map<String, String> all = new HashMap<>(form);
        all.put("_csrf", csrf);
        return send(console.resolve(path), all);
    }

    String csrf() {
        return csrf(page);
    }

    boolean hasForm() {
        return CSRF.matcher(page).find();
    }

    private HttpResponse<String> send(URI uri, Map<String, String> form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "text/html")
                .POST(BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    static String csrf(String page) {
        Matcher matcher = CSRF.matcher(page.replaceAll("type=\"hidden\" name=\"_csrf\"", "name=\"_csrf\""));
        assertThat(matcher.find()).as("a form in %s", page).isTrue();
        return matcher.group(1);
    }

    @Override
    public void close() {
        client.close();
    }
}
