package io.github.refundworker.provider;

/** What a provider said cannot be read, or is not about what was asked. Its message never quotes it. */
public final class UnusableAnswerException extends Exception {
    private final String why;

    public UnusableAnswerException(String why) {
        super(why);
        this.why = why;
    }

    @Override
    public String getMessage() {
        return why;
    }
}
