package io.github.refundworker.contracts;

/** What a request may hold; the JSON Schema says the same where a schema can. */
public final class RequestLimits {

    /** Characters, which are Unicode code points here and below, of {@code requestId} and of {@code chargeId}. */
    public static final int ID_CHARACTERS = 100;

    public static final int REASON_CHARACTERS = 1000;

    public static final int NOTE_CHARACTERS = 200;

    public static final int PROVIDER_CHARACTERS = 40;

    /** UTF-8 bytes of {@code reason}, {@code note} and the JSON of {@code extendedFields} together. */
    public static final int FREE_TEXT_BYTES = 8 * 1024;

    /** Bytes of a record's value. */
    public static final int RECORD_BYTES = 64 * 1024;

    /** How deep objects and arrays nest, the request itself included. */
    public static final int NESTING = 32;

    /** Characters of any string or property name. */
    public static final int STRING_CHARACTERS = 4096;

    /** Characters of any JSON number. */
    public static final int NUMBER_CHARACTERS = 64;

    /** An amount of zero or above; ASCII digits alone. */
    public static final String AMOUNT_PATTERN = "^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?$";

    /** An amount above zero. */
    public static final String POSITIVE_AMOUNT_PATTERN = "^(?=.*[1-9])(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?$";

    /**
     * What an id of a request is made of: no control character and no line separator, because it stands in logs, rows and
     * headers; no half surrogate pair, and no U+FFFD, which is what other ids become where text is decoded wrongly; not
     * blanks alone. Ids are compared as they are: two Unicode forms of one word are two ids.
     */
    public static final String REQUEST_ID_PATTERN =
            "^(?![ \\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff]+$)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff\\ufffd]{1,100}$";

    /** No half surrogate pair. */
    public static final String TEXT_PATTERN = "^[^\\ud800-\\udfff]*$";

    /** Printable ASCII without spaces, but neither a dot nor two: in the path of a URL these two name a directory. */
    public static final String CHARGE_ID_PATTERN = "^(?!\\.{1,2}$)[!-~]{1,100}$";

    /** The form that the names of provider accounts have. */
    public static final String PROVIDER_PATTERN = "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$";

    public static final String CURRENCY_PATTERN = "^[A-Z]{3}$";

    private RequestLimits() {}
}
