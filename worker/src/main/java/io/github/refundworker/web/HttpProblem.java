package io.github.refundworker.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An error answer. Its texts quote nothing of the request. */
public final class HttpProblem extends ErrorResponseException {
    private static final String RETRY_AFTER_SECONDS = "1";

    private HttpProblem(HttpStatus status, String code, String detail) {
        super(status, detail(status, code, detail), null);
    }

    /** @param code for programs; {@code detail} is for people */
    public static ProblemDetail detail(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("about:blank"));
        problem.setProperty("code", code);
        return problem;
    }

    /** @param parameter the invalid parameter, if it is one */
    public static HttpProblem invalid(@Nullable String parameter, String rule) {
        HttpProblem problem = new HttpProblem(
                HttpStatus.BAD_REQUEST, "INVALID_PARAMETER", parameter == null ? rule : parameter + " " + rule);
        if (parameter != null) {
            problem.getBody().setProperty("parameter", parameter);
        }
        return problem;
    }

    public static HttpProblem of(HttpStatus status, String code, String detail) {
        return new HttpProblem(status, code, detail);
    }

    /** An error for a request that may succeed soon. */
    public static HttpProblem unavailable(String code, String detail) {
        HttpProblem problem = new HttpProblem(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return problem;
    }
}
