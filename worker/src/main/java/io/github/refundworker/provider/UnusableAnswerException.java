package io.github.refundworker.provider;

/** The provider's answer cannot be read, or is about something else. The message never quotes the answer. */
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
