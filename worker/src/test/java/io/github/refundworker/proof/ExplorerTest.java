package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Decider;
import io.github.refundworker.proof.Setting.Ask;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving of small worlds. {@code -Dproof.faults=n} sets how many things may go wrong in each, in the first one
 * of each kind of provider one more; {@code -Dproof.states=n} after how many states of each it stops.
 */
class ExplorerTest {
    private static final int FAULTS = Integer.getInteger("proof.faults", 1);
    private static final int STATES = Integer.getInteger("proof.states", 1_500_000);

    static List<Setting> settings(ProviderKind kind, int faults, Setting.Rules rules) {
        return List.of(
                Setting.of(
                        "the same $25 twice under two ids, " + kind.description,
                        kind,
                        faults,
                        rules,
                        Ask.part("r1", "25").guard("0"),
                        Ask.part("r2", "25").guard("0")),
                Setting.of(
                        "$60 twice, " + kind.description,
                        kind,
                        faults,
                        rules,
                        Ask.part("r1", "60"),
                        Ask.part("r2", "60")),
                Setting.of(
                        "$25 twice under one id and the whole charge, " + kind.description,
                        kind,
                        faults,
                        rules,
                        Ask.part("r1", "25"),
                        Ask.part("r1", "25"),
                        Ask.whole("r2")));
    }

    static Stream<Setting> settings() {
        return Arrays.stream(ProviderKind.values())
                .flatMap(kind -> Stream.concat(
                        settings(kind, FAULTS, Decider::decide).stream(),
                        settings(kind, FAULTS + 1, Decider::decide).stream().limit(1)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldHoldInEveryWorld(Setting setting) {
        long began = System.nanoTime();
        Explorer.Result result = Explorer.explore(setting, STATES);
        System.out.printf(
                "%s, up to %d faults, %,d ms%n", result, setting.faults(), (System.nanoTime() - began) / 1_000_000);
        assertThat(result.violation()).as("%s", result).isNull();
    }
}
