package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Every page in a real browser, after a real login. The pictures in the README come from here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesTest {

    private Browser browser;
    private TestTopics topics;
    private OpenIdProvider provider;
    private RunningConsole console;

    @BeforeAll
    void start() {
        browser = Browser.open();
        topics = new TestTopics();
        SampleCase.write(topics);
        int port = RunningConsole.freePort();
        provider = new OpenIdProvider(URI.create("http://127.0.0.1:" + port));
        console = RunningConsole.start(topics, "pages-" + topics.names.prefix(), port, provider.settings());
        console.awaitCurrent();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : java.util.Arrays.asList(console, provider, topics, browser)) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void logIn() {
        browser.script(true);
        browser.dark(false);
        browser.wide();
        if (!open("/audit").text().contains("auditor")) {
            logIn("auditor");
        }
    }

    private void logIn(String person) {
        open("/login").click("Log in with Test");
        if (browser.driver.getCurrentUrl().startsWith(provider.uri.toString())) {
            browser.type("username", person);
            browser.type("password", "secret");
            browser.leave(browser.driver.findElement(By.cssSelector("button[type=submit]"))::click);
        }
    }

    private Browser open(String path) {
        return browser.open(console.uri + path);
    }

    @Test
    @Order(1)
    void shouldShowWhatHappensNow() throws Exception {
        open("/now");
        Awaitility.await().until(() -> browser.text().contains("live"));
        assertThat(browser.text())
                .contains("Accepted, last hour", "In review", "1,350.00", "PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH");
        browser.verify();
        browser.screenshot("now");

        topics.succeeded("later", "ch_later", "777.00", "CHF");
        topics.flush();
        Awaitility.await().untilAsserted(() -> assertThat(browser.text()).contains("CHF", "777.00"));
    }

    @Test
    @Order(2)
    void shouldFindARefundByWhateverSomebodyKnowsOfIt() throws Exception {
        open("/refunds");
        browser.verify();
        browser.screenshot("refunds");
        for (String known : List.of("ch_desk", "req-desk", TestTopics.id("desk"))) {
            open("/refunds");
            browser.leave(() -> browser.type("q", known + Keys.ENTER));
            assertThat(rows()).as(known).hasSize(1);
        }
        open("/refunds?min=1350&max=1350&currency=usd");
        assertThat(rows()).hasSize(1);
        open("/refunds?code=MERCHANT_BALANCE_INSUFFICIENT");
        assertThat(rows()).hasSize(1);
        open("/refunds?min=ten&from=yesterday");
        assertThat(browser.text()).contains("“ten” is no amount", "“yesterday” is no time");
        browser.verify();
        open("/refunds?q=unheard-of");
        assertThat(browser.text()).contains("Nothing matches");
        browser.verify();
    }

    @Test
    @Order(3)
    void shouldShowEachRefundOnceWhileOthersArrive() {
        open("/refunds?status=SUCCEEDED");
        List<String> first = rows().stream().map(WebElement::getText).toList();
        topics.succeeded("arrives", "ch_arrives", "3.00", "USD");
        topics.flush();
        console.awaitCurrent();
        browser.click("Older");
        List<String> second = rows().stream().map(WebElement::getText).toList();
        assertThat(first).hasSize(50).doesNotContainAnyElementsOf(second);
        assertThat(second).isNotEmpty();
        browser.click("Newest");
        assertThat(browser.text()).contains("ch_arrives");
    }

    @Test
    @Order(4)
    void shouldTellTheStoryOfARefundAndOfItsCharge() throws Exception {
        open("/refund?id=" + TestTopics.id("mug"));
        assertThat(browser.text())
                .contains(
                        "Accepted",
                        "Changed",
                        "REVERSED",
                        "The bank account is closed.",
                        "4bf92f3577b34da6a3ce929d0e0e4736");
        browser.verify();
        browser.screenshot("refund");
        browser.click("Charge ch_mug");
        assertThat(browser.text())
                .contains("made at the provider", "\"previouslyRefundedAmount\": \"0.00\"", "req-mug-again");
        browser.verify();
        browser.screenshot("charge");
        open("/charge?id=ch_chair");
        assertThat(browser.text()).contains("1,249.00", "1,000.00");
    }

    @Test
    @Order(5)
    void shouldShowWhatWaitsForAPersonAndTheCommandThatResolvesIt() throws Exception {
        open("/review");
        assertThat(browser.text())
                .contains("249.00 EUR", "review resolve " + TestTopics.id("chair") + " --look-up --revision 2");
        assertThat(browser.driver.findElements(By.tagName("article")).getFirst().getText())
                .contains("OPERATOR_CONTRADICTED");
        browser.verify();
        browser.screenshot("review");
    }

    @Test
    @Order(6)
    void shouldShowDeadLettersMaskedAndUnmaskedToAnAuditorAlone() throws Exception {
        open("/dead-letters");
        assertThat(browser.text()).contains("MISKEYED", "4 open", "dlt plan").doesNotContain("4242 4242");
        browser.verify();
        browser.screenshot("dead-letters");
        browser.click("MISKEYED");
        assertThat(rows()).hasSize(4);
        browser.verify();
        browser.click("0/0");
        assertThat(browser.text()).doesNotContain("4242 4242");
        browser.verify();
        browser.leave(() -> browser.type("why", "a customer asks" + Keys.ENTER));
        Awaitility.await().untilAsserted(() -> assertThat(browser.text()).contains("card 4242 4242 4242 4242"));
        browser.verify();
        console.awaitCurrent();
        Awaitility.await().untilAsserted(() -> {
            open("/audit");
            assertThat(browser.text()).contains("console.unmask", "a customer asks", "bob", "dlt.replay");
        });
        browser.verify();
        browser.screenshot("audit");
    }

    @Test
    @Order(7)
    void shouldShowHostileContentsAsText() {
        for (String path : List.of(
                "/refunds?q=ch_hostile",
                "/refund?id=" + TestTopics.id("hostile"),
                "/charge?id=ch_hostile",
                "/dead-letters")) {
            open(path);
            assertThat(browser.driver.getTitle()).isNotEqualTo("owned");
            assertThat(browser.text()).contains("<script>");
            assertThat(browser.driver.getPageSource()).doesNotContain("\u202e", "\u001b");
            browser.verify();
            browser.narrow();
            browser.verify();
            browser.wide();
        }
        open("/refunds?q=" + java.net.URLEncoder.encode(SampleCase.HOSTILE, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(rows()).hasSize(1);
        browser.verify();
    }

    @Test
    @Order(8)
    void shouldBeReadableInTheDarkAndOnAPhone() throws Exception {
        browser.dark(true);
        for (String path : List.of(
                "/now", "/refunds", "/review", "/dead-letters", "/audit", "/refund?id=" + TestTopics.id("chair"))) {
            open(path);
            browser.verify();
        }
        open("/now");
        browser.screenshot("now-dark");
        browser.narrow();
        for (String path : List.of("/now", "/refunds", "/review", "/dead-letters", "/audit", "/charge?id=ch_mug")) {
            open(path);
            browser.verify();
        }
        open("/refund?id=" + TestTopics.id("chair"));
        browser.screenshot("refund-narrow");
    }

    @Test
    @Order(9)
    void shouldBeReadWithTheKeyboardAndWithoutScript() {
        browser.script(false);
        open("/refunds");
        assertThat(rows()).isNotEmpty();
        browser.driver.findElement(By.tagName("body")).sendKeys(Keys.TAB);
        assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("Skip to the content");
        browser.leave(() -> browser.driver.findElement(By.linkText("Review")).sendKeys(Keys.ENTER));
        assertThat(browser.text()).contains("249.00 EUR");
        open("/now");
        assertThat(browser.text()).contains("Accepted, last hour");
    }

    @Test
    @Order(10)
    void shouldNotLetInWhoHasNoRole() {
        browser.driver.manage().deleteAllCookies();
        open("/refunds");
        browser.verify();
        browser.open(provider.uri + "/none").driver.manage().deleteAllCookies();
        logIn("guest");
        open("/refunds");
        assertThat(browser.text()).contains("Your login has no role here");
        browser.verify();
        browser.driver.manage().deleteAllCookies();
        browser.open(provider.uri + "/none").driver.manage().deleteAllCookies();
    }

    private List<WebElement> rows() {
        return browser.driver.findElements(By.cssSelector("main .table tbody tr"));
    }
}
