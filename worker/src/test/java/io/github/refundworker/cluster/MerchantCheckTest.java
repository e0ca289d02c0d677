package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.Merchant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MerchantCheckTest {
    private static final AccountName SHOP = new AccountName("shop");
    private static final AccountName OTHER = new AccountName("other");
    private static final Merchant UNKNOWN = new Merchant.NotTold("HTTP 403");

    private static Merchant is(String id) {
        return new Merchant.Known(id);
    }

    private static Map<AccountName, String> check(Map<AccountName, Merchant> told, String... remembered) {
        return MerchantCheck.check(told, _ -> List.of(remembered));
    }

    @Test
    void shouldRememberWhoseMoneyItIs() {
        assertThat(check(Map.of(SHOP, is("acct_1")))).containsEntry(SHOP, "acct_1");
        assertThat(check(Map.of(SHOP, is("acct_1")), "acct_1")).containsEntry(SHOP, "acct_1");
    }

    @Test
    void shouldNotStartWhereTwoAccountsAreOneMerchant() {
        assertThatThrownBy(() -> check(Map.of(SHOP, is("acct_1"), OTHER, is("acct_1"))))
                .hasMessageContaining("other and shop are the same merchant, acct_1");
        assertThat(check(Map.of(SHOP, is("acct_1"), OTHER, is("acct_2")))).hasSize(2);
    }

    @Test
    void shouldNotStartWithTheKeyOfAnotherMerchant() {
        assertThatThrownBy(() -> check(Map.of(SHOP, is("acct_2")), "acct_1"))
                .hasMessageContaining("shop was the merchant acct_1")
                .hasMessageContaining("acct_2's now");
        assertThatThrownBy(() -> check(Map.of(SHOP, is("acct_1 in test mode")), "acct_1"))
                .hasMessageContaining("in test mode");
    }

    @Test
    void shouldStartAndForgetNothingWhereTheProviderDoesNotTell() {
        assertThat(check(Map.of(SHOP, UNKNOWN), "acct_1")).containsEntry(SHOP, "acct_1");
        assertThat(check(Map.of(SHOP, UNKNOWN, OTHER, UNKNOWN))).containsEntry(SHOP, "");
    }
}
