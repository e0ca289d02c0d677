package io.github.refundworker.ops.simulator;

import java.util.Map;

/** An error of the contract, answered as {@code application/problem+json}. */
final class Problem extends RuntimeException {
    private final int status;
    private final String code;
    private final Map<String, String> headers;

    private Problem(int status, String code, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, Map.of());
    }

    static Problem invalidRequest(String detail) {
        return of(400, "INVALID_REQUEST", detail);
    }

    /** A refusal: the provider understood the request and will not execute it. */
    static Problem refusal(String code, String detail) {
        return of(422, code, detail);
    }

    static Problem chargeNotFound(String chargeId) {
        return of(404, "CHARGE_NOT_FOUND", "No charge " + chargeId);
    }

    static Problem rateLimited(long retryAfterSeconds) {
        return new Problem(
                429, "RATE_LIMITED", "Too many requests", Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    int status() {
        return status;
    }

    private String body() {
        return Json.text(new Body("about:blank", title(), status, code, String.valueOf(getMessage())));
    }

    Reply.Answer reply() {
        return new Reply.Answer(status, "application/problem+json", body(), headers);
    }

    private String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }

    private record Body(String type, String title, int status, String code, String detail) {}
}
