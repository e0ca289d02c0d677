package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.cluster.Nemesis.Moments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Acts of the nemesis at the same time. */
final class Round {
    private Round() {}

    /** Returns when the nemesis has let go of all. */
    static Moments perform(Nemesis nemesis, List<Act> acts) throws IOException, InterruptedException {
        if (acts.size() == 1) {
            return nemesis.perform(acts.getFirst());
        }
        List<Moments> all = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Moments> act : each.invokeAll(acts.stream()
                    .map(act -> (Callable<Moments>) () -> nemesis.perform(act))
                    .toList())) {
                all.add(act.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("an act of the nemesis failed", e.getCause());
        }
        return new Moments(
                all.stream().mapToLong(Moments::begun).min().orElseThrow(),
                all.stream().mapToLong(Moments::healed).max().orElseThrow());
    }
}
