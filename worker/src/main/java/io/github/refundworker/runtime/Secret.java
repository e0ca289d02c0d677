package io.github.refundworker.runtime;

/** A configured value that is never printed. */
record Secret(String value) {
    /** Public, because Spring can convert a text only with a public constructor. */
    public Secret {}

    @Override
    public String toString() {
        return "***";
    }
}
