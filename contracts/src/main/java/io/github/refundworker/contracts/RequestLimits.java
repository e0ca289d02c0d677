package io.github.refundworker.contracts;

/** What a request may hold; the JSON Schema says the same where a schema can. */
public final class RequestLimits {

    /** Characters of {@code requestId} and of {@code chargeId}. */
    public static final int ID_CHARACTERS = 100;

    public static final int REASON_CHARACTERS = 1000;

    public static final int NOTE_CHARACTERS = 200;

    public static final int PROVIDER_CHARACTERS = 100;

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

    /** Printable ASCII without spaces. */
    public static final String CHARGE_ID_PATTERN = "^[!-~]{1,100}$";

    public static final String CURRENCY_PATTERN = "^[A-Z]{3}$";

    private RequestLimits() {}
}
