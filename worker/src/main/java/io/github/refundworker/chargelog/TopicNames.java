package io.github.refundworker.chargelog;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.AccountName;

/** Names of the topics and consumer groups, all with one prefix. */
public record TopicNames(String prefix) {
    private static final String DEAD_LETTERS = "-dlt";

    /** The names in an installation without a prefix. */
    public static final TopicNames BARE = new TopicNames("");

    /** @param partitions that every topic of the installation must have */
    public ChargeLog log(int partitions) {
        return new ChargeLog(inputs(), partitions);
    }

    public String requests() {
        return prefix + Topics.REFUND_REQUESTS;
    }

    /** The requests topic of one upstream system. */
    public String requests(String upstream) {
        return requests() + "-" + upstream;
    }

    /** Whether the topic is the requests topic, or the requests topic of an upstream system. */
    public boolean isOfRequests(String topic) {
        return topic.equals(requests())
                || topic.startsWith(requests() + "-") && !topic.startsWith(requestsDeadLetters());
    }

    public String requestsDeadLetters() {
        return requests() + DEAD_LETTERS;
    }

    public String inputs() {
        return prefix + "refund-inputs";
    }

    public String inputsDeadLetters() {
        return inputs() + DEAD_LETTERS;
    }

    public String commands(AccountName account) {
        return ofCommands() + account;
    }

    /** Whether the topic is a command topic of an account. */
    public boolean isOfCommands(String topic) {
        return topic.startsWith(ofCommands());
    }

    private String ofCommands() {
        return prefix + "refund-commands-";
    }

    public String status() {
        return prefix + Topics.REFUND_STATUS;
    }

    public String balances() {
        return prefix + Topics.CHARGE_BALANCES;
    }

    /** The topic of the dead-letter tool, with the state of each letter. */
    public static String deadLetterStates(String deadLetters) {
        return deadLetters + "-state";
    }

    /** The transactional id of the dead-letter tool, so that one process at a time works on a dead-letter topic. */
    public static String deadLetterTransactions(String deadLetters) {
        return "refundctl-" + deadLetters;
    }

    /** The audit topic: what people did, and why. */
    public String audit() {
        return prefix + "refund-audit";
    }

    /** The topic with which processes compare their clocks with the brokers' clocks. */
    public String clocks() {
        return prefix + "refund-clocks";
    }

    public String intakeGroup() {
        return prefix + "refund-intake";
    }

    /** The group that reads one of the requests topics. */
    public String intakeGroup(String requestsTopic) {
        return intakeGroup() + requestsTopic.substring(requests().length());
    }

    /** Also the first part of the changelogs' names. */
    public String decideGroup() {
        return prefix + "refund-decide";
    }

    /** The name that Kafka Streams gives the changelog. */
    public String changelog(String store) {
        return decideGroup() + "-" + store + "-changelog";
    }

    public String executeGroup(AccountName account) {
        return prefix + "refund-execute-" + account;
    }
}
