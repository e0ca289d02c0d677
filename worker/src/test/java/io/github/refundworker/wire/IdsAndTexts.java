package io.github.refundworker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The one table of ids and texts, and whether a request may have them: every place that takes one is tried with it. */
public final class IdsAndTexts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RECEIPT = "\ud83e\uddfe";

    private IdsAndTexts() {}

    public enum Place {
        REQUEST_ID("requestId", 100),
        CHARGE_ID("chargeId", 100),
        NOTE("note", 200),
        REASON("reason", 1000);

        public final String field;
        final int most;

        Place(String field, int most) {
            this.field = field;
            this.most = most;
        }
    }

    /** @param isRight whether a request may have this text there */
    public record Row(String name, Place place, String text, boolean isRight) {

        /** A request with this text; the charge's id is the given one unless it is what is tried. */
        public String json(String chargeId) {
            Map<String, Object> request = new LinkedHashMap<>(Map.of("requestId", "order-1", "chargeId", chargeId));
            request.put("amount", "25.00");
            request.put("currencyCode", "USD");
            // For providers that cannot tell.
            request.put("charge", Map.of("amount", "100.00", "currencyCode", "USD"));
            request.put(place.field, text);
            StringBuilder json = new StringBuilder();
            JSON.writeValueAsString(request).codePoints().forEach(point -> {
                // Escaped, because half a surrogate pair has no UTF-8.
                if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                    json.append("\\u%04x".formatted(point));
                } else {
                    json.appendCodePoint(point);
                }
            });
            return json.toString();
        }

        public byte[] bytes(String chargeId) {
            return json(chargeId).getBytes(UTF_8);
        }

        @Override
        public String toString() {
            return name + " as " + place + ": " + (isRight ? "right" : "wrong");
        }
    }

    /** Whether a text may stand in a request id, a charge id, a note or reason. */
    private record Text(String text, boolean inRequestId, boolean inChargeId, boolean inText) {
        Row at(Place place, String name) {
            return new Row(
                    name,
                    place,
                    text,
                    switch (place) {
                        case REQUEST_ID -> inRequestId;
                        case CHARGE_ID -> inChargeId;
                        case NOTE, REASON -> inText;
                    });
        }
    }

    public static Stream<Row> rows() {
        Map<String, Text> rows = new LinkedHashMap<>();
        rows.put("ASCII", new Text("order-1_a.b:c/d\\e\"'", true, true, true));
        rows.put("space inside", new Text("order 1", true, false, true));
        rows.put("spaces around", new Text(" order-1 ", true, false, true));
        rows.put("NFC", new Text("r\u00fcck-2", true, false, true));
        rows.put("NFD", new Text("ru\u0308ck-2", true, false, true));
        rows.put("emoji", new Text("\ud83e\uddfe", true, false, true));
        rows.put("Arabic", new Text("\u0637\u0644\u0628-1", true, false, true));
        rows.put("right-to-left override", new Text("a\u202eb", true, false, true));
        rows.put("zero width inside", new Text("a\u200bb", true, false, true));
        rows.put("byte order mark inside", new Text("a\ufeffb", true, false, true));
        rows.put("zero width alone", new Text("\u200b\u200b", false, false, true));
        rows.put("byte order mark alone", new Text("\ufeff", false, false, true));
        rows.put("no-break space alone", new Text("\u00a0", false, false, true));
        rows.put("spaces alone", new Text("   ", false, false, true));
        rows.put("carriage return", new Text("order-1\r", false, false, true));
        rows.put("line feed", new Text("order-1\n", false, false, true));
        rows.put("tab", new Text("order\t1", false, false, true));
        rows.put("NUL", new Text("order\u00001", false, false, true));
        rows.put("escape", new Text("\u001b[2J", false, false, true));
        rows.put("DEL", new Text("order\u007f1", false, false, true));
        rows.put("NEL", new Text("order\u00851", false, false, true));
        rows.put("line separator", new Text("order\u20281", false, false, true));
        rows.put("paragraph separator at the end", new Text("order-1\u2029", false, false, true));
        rows.put("replacement character", new Text("r\ufffdck-2", false, false, true));
        rows.put("high surrogate", new Text("order-1\ud800", false, false, false));
        rows.put("low surrogate", new Text("\udc00order-1", false, false, false));
        rows.put("pair the wrong way round", new Text("\ude00\ud83d", false, false, false));
        rows.put("non-character", new Text("a\uffff", true, false, true));
        rows.put("one", new Text("1", true, true, true));
        rows.put("empty", new Text("", false, false, false));
        rows.put("a charge of Stripe", new Text("ch_3Pq", true, true, true));
        rows.put("a payment intent of Stripe", new Text("pi_3Pq", true, true, true));
        rows.put("a GUID", new Text("4d5bd3a9-5b6e-4d3a-9f4e-0a1b2c3d4e5f", true, true, true));
        rows.put("an option", new Text("--all", true, true, true));
        rows.put("a negative number", new Text("-5", true, true, true));
        rows.put("a file", new Text("@request.json", true, true, true));
        rows.put("a dot", new Text(".", true, false, true));
        rows.put("two dots", new Text("..", true, false, true));
        rows.put("separators of a URL", new Text("a/b?c=d&e;f#g%2F+h", true, true, true));
        rows.put("marks of JSON and of a form", new Text("{\"a\":[1]}&b=c", true, true, true));
        return Stream.of(Place.values())
                .flatMap(place -> Stream.concat(
                        rows.entrySet().stream().map(row -> row.getValue().at(place, row.getKey())), lengths(place)));
    }

    private static Stream<Row> lengths(Place place) {
        return Stream.of(
                new Row("longest", place, "x".repeat(place.most), true),
                new Row("too long", place, "x".repeat(place.most + 1), false),
                new Row("longest emoji", place, RECEIPT.repeat(place.most), place != Place.CHARGE_ID),
                new Row("too many emoji", place, RECEIPT.repeat(place.most + 1), false));
    }
}
