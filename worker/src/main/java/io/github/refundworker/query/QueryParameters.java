package io.github.refundworker.query;

import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundStatus;
import io.github.refundworker.web.HttpProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a query: only known ones, each once, each within its limits. */
final class QueryParameters {
    static final String CHARGE_ID = "chargeId";
    static final String CURSOR = "cursor";
    static final String LIMIT = "limit";
    static final String MIN_REVISION = "minRevision";
    static final String STATUS = "status";

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 100;

    private static final int MAX_QUERY = 1_000;
    private static final Pattern REQUESTABLE = Pattern.compile(RequestLimits.CHARGE_ID_PATTERN);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Parses the query string. The web server's own parser skips what it cannot read, and logs it.
     *
     * @param query as received, still encoded
     */
    static QueryParameters parse(@Nullable String query, String... allowed) {
        Map<String, String> values = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return new QueryParameters(values);
        }
        if (query.length() > MAX_QUERY) {
            throw HttpProblem.invalid(null, "The query may have " + MAX_QUERY + " characters");
        }
        List<String> names = Arrays.asList(allowed);
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "" : decoded(parameter.substring(0, equals));
            if (!names.contains(name)) {
                throw HttpProblem.invalid(
                        null,
                        "The parameters here are " + String.join(", ", names)
                                + ", each as name=value; there is another one");
            }
            if (values.put(name, decoded(parameter.substring(equals + 1))) != null) {
                throw HttpProblem.invalid(name, "must be given once");
            }
        }
        return new QueryParameters(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.invalid(null, "The query is not percent-encoded");
        }
    }

    ChargeId chargeId() {
        String value = values.get(CHARGE_ID);
        if (value == null) {
            throw HttpProblem.invalid(CHARGE_ID, "is missing");
        }
        return chargeId(value);
    }

    static ChargeId chargeId(String value) {
        if (!REQUESTABLE.matcher(value).matches()) {
            throw HttpProblem.invalid(CHARGE_ID, "must have 1 to 100 printable ASCII characters and not be . or ..");
        }
        return new ChargeId(value);
    }

    static RefundId refundId(String value) {
        if (!UUID.matcher(value).matches()) {
            throw HttpProblem.invalid("refundId", "must be a UUID");
        }
        return RefundId.parse(value);
    }

    /** 0 if not given. Every revision reaches 0. */
    long minRevision() {
        return number(MIN_REVISION, 0, 999_999_999);
    }

    int limit() {
        return number(LIMIT, DEFAULT_LIMIT, MAX_LIMIT);
    }

    private int number(String name, int otherwise, int max) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > max) {
            throw HttpProblem.invalid(name, "must be a number from 1 to " + max);
        }
        return Integer.parseInt(value);
    }

    /** All statuses if none is given. */
    Set<RefundStatus> statuses() {
        String value = values.get(STATUS);
        if (value == null) {
            return EnumSet.allOf(RefundStatus.class);
        }
        List<RefundStatus> statuses = new ArrayList<>();
        for (String name : value.split(",", -1)) {
            statuses.add(Arrays.stream(RefundStatus.values())
                    .filter(status -> status.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> HttpProblem.invalid(
                            STATUS,
                            "must be one of " + Arrays.toString(RefundStatus.values()) + ", or several with commas")));
        }
        return EnumSet.copyOf(statuses);
    }

    /** The last refund of the previous page. */
    @Nullable
    RefundId cursor() {
        String value = values.get(CURSOR);
        return value == null ? null : Cursor.read(value);
    }
}
