package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Decider;
import io.github.refundworker.proof.Setting.Ask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every interleaving of small worlds. {@code -Dproof.faults=n} and {@code -Dproof.states=n} set how far it goes. */
class ExplorerTest {
    private static final int FAULTS = Integer.getInteger("proof.faults", 2);
    private static final int STATES = Integer.getInteger("proof.states", 200_000);

    static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (ProviderKind kind : ProviderKind.values()) {
            settings.add(Setting.of(
                    "the same $25 twice under two ids, " + kind.description,
                    kind,
                    FAULTS,
                    Decider::decide,
                    Ask.part("r1", "25").guard("0"),
                    Ask.part("r2", "25").guard("0")));
            settings.add(Setting.of(
                    "$60 twice, " + kind.description,
                    kind,
                    FAULTS,
                    Decider::decide,
                    Ask.part("r1", "60"),
                    Ask.part("r2", "60")));
            settings.add(Setting.of(
                    "$25 twice under one id and the whole charge, " + kind.description,
                    kind,
                    FAULTS,
                    Decider::decide,
                    Ask.part("r1", "25"),
                    Ask.part("r1", "25"),
                    Ask.whole("r2")));
        }
        return settings;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldHoldInEveryWorld(Setting setting) {
        long began = System.nanoTime();
        Explorer.Result result = Explorer.explore(setting, STATES);
        System.out.println(result + ", " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(result.violation()).as("%s", result).isNull();
    }
}
