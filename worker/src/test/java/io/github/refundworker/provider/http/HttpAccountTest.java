package io.github.refundworker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.provider.Accounts;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpAccountTest {
    private static HttpAccount account(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("type", "http", "url", "https://provider.example"));
        all.putAll(more);
        return Accounts.bind(HttpAccount.class, all);
    }

    @Test
    void shouldSendTheTokenAndNeverPrintIt() {
        HttpAccount bearer = account(Map.of("token", "s3cret"));
        HttpAccount key = account(Map.of("token", "s3cret", "token-header", "X-Api-Key"));

        assertThat(bearer.credentials()).isEqualTo(new HttpSettings.Credentials("Authorization", "Bearer s3cret"));
        assertThat(key.credentials()).isEqualTo(new HttpSettings.Credentials("X-Api-Key", "s3cret"));
        assertThat(bearer.toString()).contains("token=***").doesNotContain("s3cret");
        assertThat(account(Map.of()).credentials()).isNull();
    }
}
