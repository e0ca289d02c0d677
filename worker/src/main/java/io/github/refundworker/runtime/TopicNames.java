package io.github.refundworker.runtime;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.AccountName;

/** Names of the topics and consumer groups, all behind one prefix. */
record TopicNames(String prefix) {
    String requests() {
        return prefix + Topics.REFUND_REQUESTS;
    }

    String requestsDeadLetters() {
        return requests() + "-dlt";
    }

    String inputs() {
        return prefix + "refund-inputs";
    }

    String inputsDeadLetters() {
        return inputs() + "-dlt";
    }

    String commands(AccountName account) {
        return prefix + "refund-commands-" + account;
    }

    String status() {
        return prefix + Topics.REFUND_STATUS;
    }

    String balances() {
        return prefix + Topics.CHARGE_BALANCES;
    }

    /** Where it stands what was done about each letter of a dead-letter topic; of the tool that does it. */
    static String deadLetterStates(String deadLetters) {
        return deadLetters + "-state";
    }

    /** The transactional id of that tool: one process at a time works on a dead-letter topic. */
    static String deadLetterTransactions(String deadLetters) {
        return "refundctl-" + deadLetters;
    }

    /** What people did to the installation, and why. */
    String audit() {
        return prefix + "refund-audit";
    }

    /** Where processes compare their clocks with the brokers'. */
    String clocks() {
        return prefix + "refund-clocks";
    }

    String intakeGroup() {
        return prefix + "refund-intake";
    }

    /** Also the first part of its changelogs' names. */
    String decideGroup() {
        return prefix + "refund-decide";
    }

    /** As Kafka Streams calls it. */
    String changelog(String store) {
        return decideGroup() + "-" + store + "-changelog";
    }

    String executeGroup(AccountName account) {
        return prefix + "refund-execute-" + account;
    }
}
