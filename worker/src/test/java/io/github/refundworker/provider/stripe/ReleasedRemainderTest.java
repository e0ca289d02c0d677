package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.net.ApiResource;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a charge's refunds moved no money: 100.00 was authorised, and a part of it captured. */
class ReleasedRemainderTest {
    private static final String CAPTURED_WITH_AN_OLD_VERSION =
            "{'object':'balance_transaction','id':'txn_1','amount':10000,'currency':'usd'}";
    private static final String CAPTURED_WITH_A_NEW_VERSION =
            "{'object':'balance_transaction','id':'txn_1','amount':7000,'currency':'usd'}";

    private static Refund refund(String id, long amount) {
        return refund(id, amount, "'status':'succeeded','metadata':{}");
    }

    private static Refund refund(String id, long amount, String more) {
        return json(
                "{'object':'refund','id':'" + id + "','charge':'ch_1','amount':" + amount + "," + more + "}",
                Refund.class);
    }

    private static <T> T json(String text, Class<T> type) {
        return ApiResource.GSON.fromJson(text.replace('\'', '"'), type);
    }

    /** @param listed newest first */
    private static @Nullable String released(long captured, String charge, Refund... listed)
            throws StripeException, UnusableAnswerException {
        Refund released = ReleasedRemainder.among(
                Arrays.asList(listed), new Amounts(10_000, captured), _ -> json(charge, Charge.class));
        return released == null ? null : released.getId();
    }

    private static String charge(long refunded, String capture) {
        return "{'object':'charge','id':'ch_1','currency':'usd','amount_refunded':" + refunded
                + ",'balance_transaction':" + capture + "}";
    }

    private static @Nullable String releasedWithoutAsking(long captured, Refund... listed)
            throws StripeException, UnusableAnswerException {
        Refund released = ReleasedRemainder.among(Arrays.asList(listed), new Amounts(10_000, captured), _ -> {
            throw new AssertionError("another call");
        });
        return released == null ? null : released.getId();
    }

    @Test
    void noneOfAChargeThatIsWhollyCaptured() throws Exception {
        assertThat(releasedWithoutAsking(10_000, refund("re_1", 3000))).isNull();
    }

    @Test
    void noneWhereNoRefundHasTheRemaindersAmount() throws Exception {
        assertThat(releasedWithoutAsking(7000)).isNull();
        assertThat(releasedWithoutAsking(7000, refund("re_1", 2500))).isNull();
    }

    @Test
    void theOneThatMakesTheRefundsMoreThanWasCaptured() throws Exception {
        assertThat(releasedWithoutAsking(2000, refund("re_1", 8000))).isEqualTo("re_1");
        assertThat(releasedWithoutAsking(7000, refund("re_2", 5000), refund("re_1", 3000)))
                .isEqualTo("re_1");
    }

    /** Before 2025-03-31 a cancelled authorisation is a refund of all of it. */
    @Test
    void allOfAChargeThatWasNeverCaptured() throws Exception {
        assertThat(releasedWithoutAsking(0, refund("re_1", 10_000))).isEqualTo("re_1");
        assertThat(Amounts.of(10_000L, null, false)).isEqualTo(new Amounts(10_000, 0));
    }

    @Test
    void theOldestOfTwoAlike() throws Exception {
        String charge = charge(6000, CAPTURED_WITH_AN_OLD_VERSION);
        assertThat(released(7000, charge, refund("re_2", 3000), refund("re_1", 3000)))
                .isEqualTo("re_1");
    }

    @Test
    void noneThatWasAskedFor() throws Exception {
        for (String made : List.of(
                "'status':'succeeded','metadata':{'order':'7'}",
                "'status':'succeeded','metadata':{'refund_reference':'x'}",
                "'status':'failed','metadata':{}",
                "'status':'canceled','metadata':{}",
                "'status':'succeeded','metadata':{},'reason':'requested_by_customer'")) {
            assertThat(releasedWithoutAsking(7000, refund("re_1", 3000, made))).isNull();
        }
    }

    @Test
    void theOneThatIsListedAndNotInTheSum() throws Exception {
        assertThat(released(7000, charge(0, "null"), refund("re_1", 3000))).isEqualTo("re_1");
    }

    /** 30.00 from the dashboard of 70.00, and 30.00 that were never captured, look alike in every amount of the charge. */
    @Test
    void theCapturesBalanceTransactionTellsWhereTheAmountsFitBoth() throws Exception {
        assertThat(released(7000, charge(3000, CAPTURED_WITH_AN_OLD_VERSION), refund("re_1", 3000)))
                .isEqualTo("re_1");
        assertThat(released(7000, charge(3000, CAPTURED_WITH_A_NEW_VERSION), refund("re_1", 3000)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"9137, re_1", "9138, re_1", "6396, ", "6395, "})
    void inTheCurrencyThatIsPaidOut(long entered, @Nullable String released) throws Exception {
        String capture = "{'object':'balance_transaction','id':'txn_1','amount':" + entered
                + ",'currency':'eur','exchange_rate':0.91370}";
        assertThat(released(7000, charge(3000, capture), refund("re_1", 3000))).isEqualTo(released);
    }

    /** The double of the tests expands nothing, and knows the earlier versions only. */
    @Test
    void theAmountsAreBelievedWhereTheBalanceTransactionIsNotExpanded() throws Exception {
        assertThat(released(7000, charge(3000, "'txn_1'"), refund("re_1", 3000)))
                .isEqualTo("re_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7000 | 3000 | null",
                "7000 | 3000 | {'object':'balance_transaction','id':'txn_1','amount':4000,'currency':'usd'}",
                "7000 | 3000 | {'object':'balance_transaction','id':'txn_1','amount':7000,'currency':'eur'}",
                "7000 | 1234 | {'object':'balance_transaction','id':'txn_1','amount':7000,'currency':'usd'}"
            })
    void noGuessWhereNothingTells(long captured, long refunded, String capture) {
        assertThatThrownBy(() -> released(captured, charge(refunded, capture.replace("\"", "'")), refund("re_1", 3000)))
                .isInstanceOf(UnusableAnswerException.class);
    }

    @Test
    void noGuessWhereMoreWasRefundedThanCaptured() {
        assertThatThrownBy(() -> releasedWithoutAsking(7000, refund("re_2", 7001), refund("re_1", 3000)))
                .isInstanceOf(UnusableAnswerException.class);
    }
}
