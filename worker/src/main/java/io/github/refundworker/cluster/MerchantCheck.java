package io.github.refundworker.cluster;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.Merchant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that each account still is the merchant that it was, and that no two accounts are the same merchant. With
 * another merchant's key, the worker would look for refunds in the wrong place. The merchant is stored in the
 * metadata of the executors' offsets, so it exists as long as they do.
 */
final class MerchantCheck {
    private static final Logger log = LoggerFactory.getLogger(MerchantCheck.class);

    private MerchantCheck() {}

    /**
     * @param told by the providers, now
     * @param remembered the merchants in the metadata of an account's offsets
     * @return what the account's executors store from now on; empty if the provider told it neither now nor before
     * @throws IllegalStateException if an account became another merchant, or two accounts are the same merchant
     */
    static Map<AccountName, String> check(
            Map<AccountName, Merchant> told, Function<AccountName, List<String>> remembered) {
        Map<AccountName, String> merchants = new HashMap<>();
        Map<String, AccountName> known = new HashMap<>();
        List<AccountName> accounts = told.keySet().stream()
                .sorted(Comparator.comparing(AccountName::value))
                .toList();
        for (AccountName account : accounts) {
            List<String> before = remembered.apply(account);
            switch (Objects.requireNonNull(told.get(account))) {
                case Merchant.Known(String id) -> {
                    requireSame(account, before, id);
                    AccountName other = known.putIfAbsent(id, account);
                    if (other != null) {
                        throw new IllegalStateException("the accounts " + other + " and " + account
                                + " are the same merchant, " + id + ": each would know half of a charge. Remove one");
                    }
                    merchants.put(account, id);
                }
                case Merchant.NotTold(String why) -> {
                    log.warn(
                            "it is not known whose money account {} refunds, so a key of another merchant is not noticed:"
                                    + " {}",
                            account,
                            why);
                    merchants.put(account, before.isEmpty() ? "" : before.getFirst());
                }
                case Merchant.Nameless() -> {}
            }
        }
        return merchants;
    }

    private static void requireSame(AccountName account, List<String> before, String id) {
        for (String other : before) {
            if (!other.equals(id)) {
                throw new IllegalStateException("account " + account + " was the merchant " + other
                        + ", and its key is "
                        + id + "'s now: refunds that are not finished would be looked for where they never were."
                        + " Give the key back, or configure " + id + " as an account with another name");
            }
        }
    }

    /** The metadata of a group's committed offsets. */
    static List<String> remembered(Brokers brokers, String group) {
        return brokers
                .await(
                        "the offsets of group " + group,
                        brokers.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .values()
                .stream()
                .filter(Objects::nonNull)
                .map(OffsetAndMetadata::metadata)
                .filter(merchant -> !merchant.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }
}
