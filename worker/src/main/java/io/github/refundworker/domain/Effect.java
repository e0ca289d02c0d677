package io.github.refundworker.domain;

/** An output of a decision: a command, an event or a balance. It is committed together with the new state. */
public sealed interface Effect {
    record SendCommand(AccountName account, Command command) implements Effect {}

    record PublishStatus(StatusEvent event) implements Effect {}

    record PublishBalance(Balance balance) implements Effect {}
}
