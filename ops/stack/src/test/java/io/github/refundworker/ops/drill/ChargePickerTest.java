package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.refundworker.ops.drill.LoadPlan.Skew;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChargePickerTest {

    @Test
    void shouldUseEachChargeOnceBeforeAnyTwiceWhenUniform() {
        for (int charges : new int[] {1, 2, 3, 10, 97, 1000}) {
            int[] used = pick(new ChargePicker(charges, Skew.UNIFORM, 7), charges, charges);
            assertThat(used).containsOnly(1);
        }
    }

    @Test
    void shouldPreferFewChargesWhenSkewed() {
        int[] used = pick(new ChargePicker(1000, Skew.ZIPF, 7), 1000, 2000);
        assertThat(used[0]).isEqualTo(ChargePicker.MAX_REFUNDS);
        assertThat(used[999]).isLessThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFillEachChargeToItsLimitAndNotBeyond(Skew skew) {
        ChargePicker picker = new ChargePicker(5, skew, 7);
        int[] used = pick(picker, 5, 5 * ChargePicker.MAX_REFUNDS);
        assertThat(used).containsOnly(ChargePicker.MAX_REFUNDS);
        assertThat(picker.next()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitWhileEveryChargeHasEnoughUnderWay(Skew skew) {
        ChargePicker picker = new ChargePicker(2, skew, 7);
        for (int i = 0; i < 2 * ChargePicker.MAX_UNDER_WAY; i++) {
            assertThat(picker.next()).isNotNegative();
        }
        assertThat(picker.next()).isEqualTo(-1);
        picker.answered(1);
        assertThat(picker.next()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAPlanThatItsChargesCannotTake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadPlan(401, 0, 2, Skew.ZIPF, null, false, 0, 10, 1))
                .withMessageContaining("400");
    }

    private static int[] pick(ChargePicker picker, int charges, int count) {
        int[] used = new int[charges];
        for (int i = 0; i < count; i++) {
            int charge = picker.next();
            used[charge]++;
            picker.answered(charge);
        }
        return used;
    }
}
