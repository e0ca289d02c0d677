package io.github.refundworker.http;

import io.github.refundworker.web.HttpProblem;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Gives the framework's errors our form: with a code, and without the content of the request. */
@RestControllerAdvice
public final class ProblemAdvice extends ResponseEntityExceptionHandler {
    /**
     * The server reports an unreadable query only when somebody reads it. Our queries are parsed by
     * {@code QueryParameters}, but the probes have parameters too.
     */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(InvalidParameterException unused) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(HttpProblem.detail(status, status.name(), "The query cannot be read"));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode statusCode,
            WebRequest request) {
        ResponseEntity<Object> response = super.handleExceptionInternal(exception, body, headers, statusCode, request);
        HttpStatus status = HttpStatus.resolve(statusCode.value());
        if (response != null
                && status != null
                && response.getBody() instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            problem.setProperty("code", status.name());
            problem.setDetail(status.getReasonPhrase());
        }
        return response;
    }
}
