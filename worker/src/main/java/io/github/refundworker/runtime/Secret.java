package io.github.refundworker.runtime;

/** A configured value that nothing prints. */
record Secret(String value) {
    /** Public, because Spring makes a value of a text only through such a one. */
    public Secret {}

    @Override
    public String toString() {
        return "***";
    }
}
