package io.github.refundworker.execute.start;

import io.github.refundworker.lifecycle.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the executors of all accounts as one step. They stop at the same time, so that none waits for the slow calls
 * of another.
 */
public final class ExecuteSteps implements Step {
    private final List<ExecuteStep> accounts;

    ExecuteSteps(List<ExecuteStep> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    @Override
    public String name() {
        return "execute";
    }

    @Override
    public void start() {
        accounts.forEach(ExecuteStep::start);
    }

    @Override
    public void stop(Duration within) {
        List<Thread> stopping = accounts.stream()
                .map(account -> Thread.ofVirtual().start(() -> account.stop(within)))
                .toList();
        for (Thread one : stopping) {
            try {
                one.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public @Nullable String trouble() {
        String all = accounts.stream()
                .filter(account -> account.trouble() != null)
                .map(account -> account.name() + ": " + account.trouble())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    public List<ExecuteStep> accounts() {
        return accounts;
    }

    @Override
    public boolean isDead() {
        return accounts.stream().anyMatch(ExecuteStep::isDead);
    }
}
