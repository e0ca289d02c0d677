package io.github.refundworker.ops.deadletter.letter;

import io.github.refundworker.chargelog.TopicNames;

/**
 * A dead-letter topic of the worker. The names of the worker's other topics and groups follow from its name.
 *
 * @param name with the installation's prefix
 */
public record DeadLetterTopic(String name) {

    private static final String REQUESTS_DLT = TopicNames.BARE.requestsDeadLetters();
    private static final String INPUTS_DLT = TopicNames.BARE.inputsDeadLetters();

    /** The dead letters of requests, in an installation without a prefix. */
    public static final DeadLetterTopic REQUESTS = new DeadLetterTopic(REQUESTS_DLT);

    /** @throws IllegalArgumentException if it is not a topic of the worker */
    public DeadLetterTopic {
        if (!name.endsWith(REQUESTS_DLT) && !name.endsWith(INPUTS_DLT)) {
            throw new IllegalArgumentException(
                    "expected " + REQUESTS_DLT + " or " + INPUTS_DLT + ", after a prefix if need be, not " + name);
        }
    }

    /**
     * Whether letters of this topic may be replayed. An answer or a webhook is never replayed, because the provider
     * may say something else by now. The charge is looked up or read again instead.
     */
    public boolean isReplayable() {
        return name.endsWith(REQUESTS_DLT);
    }

    /** The names of the other topics and groups of its installation. */
    public TopicNames names() {
        return new TopicNames(name.substring(0, name.length() - (isReplayable() ? REQUESTS_DLT : INPUTS_DLT).length()));
    }

    /** The topic with the state of each letter. */
    public String book() {
        return TopicNames.deadLetterStates(name);
    }
}
