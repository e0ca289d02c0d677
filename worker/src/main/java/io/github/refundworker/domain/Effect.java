package io.github.refundworker.domain;

/** What a decision has others do; committed together with the state that caused it. */
public sealed interface Effect {
    record SendCommand(AccountName account, Command command) implements Effect {}

    record PublishStatus(StatusEvent event) implements Effect {}

    record PublishBalance(Balance balance) implements Effect {}
}
