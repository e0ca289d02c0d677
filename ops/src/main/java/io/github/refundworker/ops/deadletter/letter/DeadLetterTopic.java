package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.contracts.Topics;

/**
 * A dead-letter topic of the worker, from whose name those of its other topics and groups follow.
 *
 * @param name with the prefix that the installation puts in front of its names
 */
public record DeadLetterTopic(String name) {

    private static final String INPUTS = "refund-inputs";
    private static final String REQUESTS_DLT = Topics.REFUND_REQUESTS + "-dlt";
    private static final String INPUTS_DLT = INPUTS + "-dlt";

    /** The dead letters of requests, of an installation without a prefix. */
    public static final DeadLetterTopic REQUESTS = new DeadLetterTopic(REQUESTS_DLT);

    /** @throws IllegalArgumentException if it is none of the worker's */
    public DeadLetterTopic {
        if (!name.endsWith(REQUESTS_DLT) && !name.endsWith(INPUTS_DLT)) {
            throw new IllegalArgumentException(
                    "expected " + REQUESTS_DLT + " or " + INPUTS_DLT + ", after a prefix if need be, not " + name);
        }
    }

    /**
     * What became a dead letter on its way from the executor or from a webhook is no request: it is not sent again, but
     * the charge is looked up or read again.
     */
    public boolean isReplayable() {
        return name.endsWith(REQUESTS_DLT);
    }

    /** What the installation puts in front of all its names. */
    public String prefix() {
        return name.substring(0, name.length() - (isReplayable() ? REQUESTS_DLT : INPUTS_DLT).length());
    }

    public String requests() {
        return prefix() + Topics.REFUND_REQUESTS;
    }

    public String inputs() {
        return prefix() + INPUTS;
    }

    public String intakeGroup() {
        return prefix() + "refund-intake";
    }

    public String decideGroup() {
        return prefix() + "refund-decide";
    }

    /** Where it is kept what was done about each letter. */
    public String book() {
        return name + "-state";
    }
}
