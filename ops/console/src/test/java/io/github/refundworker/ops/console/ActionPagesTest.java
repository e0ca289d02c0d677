package io.github.refundworker.ops.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import io.github.refundworker.ops.testing.RuledWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Acting in a real browser, on a local console, whose one key is two people. The pictures in the README come from here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionPagesTest {

    private static final int PARTITIONS = 4;

    private Browser browser;
    private DeadLetterFixture fixture;
    private RuledWorker worker;
    private RunningConsole console;

    @BeforeAll
    void start() throws Exception {
        browser = Browser.open();
        fixture = new DeadLetterFixture().work();
        String prefix = fixture.topic.names().prefix();
        try (Admin admin = Admin.create(fixture.access.client())) {
            admin.createTopics(List.of(new NewTopic(prefix + Topics.CHARGE_BALANCES, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        worker = new RuledWorker(new Cluster(fixture.access, prefix), PARTITIONS, ActionPagesTest::answer);
        worker.request("ch_chair", "r1");
        for (int i = 0; i < 8; i++) {
            byte[] request =
                    "{\"requestId\":\"r-%d\",\"chargeId\":\"ch_%d\",\"amount\":\"25.00\",\"currencyCode\":\"USD\"}"
                            .formatted(i, i)
                            .getBytes(UTF_8);
            fixture.send(fixture.topic.names().requests(), "order-" + i, request, Map.of());
        }
        fixture.flush();
        console = RunningConsole.start(
                fixture.access,
                fixture.topic.names(),
                "acting-" + prefix,
                RunningConsole.freePort(),
                List.of("--spring.profiles.active=local", "--console.login.local-key=" + RunningConsole.KEY));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rows("select id from refund where code = 'NEEDS_REVIEW'") == 1
                        && rows("select part from letter") == 8);
        browser.open(console.uri + "/enter?key=" + RunningConsole.KEY);
    }

    private int rows(String sql) {
        return console.jdbc().queryForList(sql).size();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : Arrays.asList(console, worker, fixture, browser)) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Pays a cent too much, which only a person can judge. */
    private static Optional<Input> answer(Command command) {
        Instant now = Instant.now();
        return switch (command) {
            case Command.Describe describe ->
                Optional.of(new Input.ChargeDescribed(
                        now, describe.number(), new Description.Found(RuledWorker.usd("100.00"), List.of())));
            case Command.Settle settle ->
                Optional.of(new Input.CommandAnswered(
                        now,
                        settle.number(),
                        settle.refundId(),
                        Outcome.of(new ProviderRefund(
                                "re_1",
                                settle.refundId(),
                                RuledWorker.usd(
                                        settle.refundId().equals(RuledWorker.refundId("ch_chair", "r1"))
                                                ? "25.01"
                                                : "25.00"),
                                ProviderStatus.SUCCEEDED,
                                null,
                                ProviderDetails.NONE))));
            case Command.LookUp asked ->
                Optional.of(new Input.CommandAnswered(now, asked.number(), asked.refundId(), new Outcome.NotFound()));
        };
    }

    /** Fills and sends the form that leads there. */
    private void send(String action, String why) {
        WebElement form = browser.driver.findElement(By.cssSelector("form[action='" + action + "']"));
        if (!why.isEmpty()) {
            form.findElement(By.name("why")).sendKeys(why);
        }
        browser.leave(form.findElement(By.cssSelector("button"))::click);
    }

    /** Loads the page again until it shows these: what was done comes to the pages by the topics, a moment later. */
    private void shows(String... texts) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            if (!Arrays.stream(texts).allMatch(browser.text()::contains)) {
                browser.open(browser.driver.getCurrentUrl());
            }
            assertThat(browser.text()).contains(texts);
        });
    }

    private void become(String person) {
        browser.click("Be the " + person + " person");
    }

    @Test
    void shouldResolveAReviewWithTwoPeople() throws Exception {
        browser.open(console.uri + "/review");
        browser.verify();
        send("/review/look-up", "the customer calls");
        assertThat(browser.text()).contains("The worker has done it. The provider: not found.");
        shows("the customer calls");
        browser.verify();
        browser.open(console.uri + "/review");
        new Select(browser.driver.findElement(By.name("verdict"))).selectByValue("succeeded");
        browser.type("providerRefundId", "re_1");
        send("/review/propose", "it is in the dashboard, with a cent too much");
        assertThat(browser.text()).contains("Proposed.");
        shows("local proposes:");
        assertThat(browser.driver.findElements(By.cssSelector("form[action='/review/approve']")))
                .as("nobody approves an own proposal")
                .isEmpty();
        browser.verify();
        become("second");
        assertThat(browser.text()).contains("local proposes:", "Approve, and do it");
        browser.verify();
        browser.screenshot("review-proposal");
        browser.narrow();
        browser.verify();
        browser.wide();
        send("/review/approve", "");
        assertThat(browser.text()).contains("The worker has done it. The refund is SUCCEEDED");
        browser.open(console.uri + "/review");
        shows("Nothing waits for a person");
        become("first");
    }

    @Test
    void shouldReplayACauseWithTwoPeople() throws Exception {
        browser.open(console.uri + "/dead-letters");
        browser.click("What would a replay do?");
        assertThat(browser.text()).contains("dies again");
        browser.verify();
        browser.driver.findElement(By.name("rekey")).click();
        browser.click("Forecast again");
        assertThat(browser.text()).contains("moves at most", "200.00", "new: the worker decides");
        browser.verify();
        browser.screenshot("forecast");
        browser.dark(true);
        browser.verify();
        browser.dark(false);
        browser.narrow();
        browser.verify();
        browser.wide();
        send("/dead-letters/propose", "keys of the shop, fixed in 4.2");
        shows("send 8 letters again", "It moves at most 200.00 USD");
        browser.verify();
        become("second");
        browser.open(console.uri + "/dead-letters");
        send("/dead-letters/approve", "");
        // Without a reload: the cards are asked for again while the replay goes on.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(browser.text()).contains("DONE", "8 of 8 sent"));
        browser.verify();
        browser.screenshot("replay");
        become("first");
    }
}
