package io.github.refundworker.http;

import io.github.refundworker.web.HttpProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with a problem document if the server refuses a request before the application sees it: a target that is
 * not a path, or a header that is too large. Tomcat itself would answer with an HTML page.
 */
final class ProblemReportValve extends ErrorReportValve {
    private final JsonMapper json;

    private ProblemReportValve(JsonMapper json) {
        this.json = json;
    }

    static WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> onEvery(JsonMapper json) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve(json)));
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(response.getStatus());
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            byte[] problem =
                    json.writeValueAsBytes(HttpProblem.detail(status, status.name(), status.getReasonPhrase()));
            response.getReporter().write(new String(problem, StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("the client does not read the answer", e);
        }
    }
}
