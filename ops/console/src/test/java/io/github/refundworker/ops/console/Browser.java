package io.github.refundworker.ops.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium, or the one of {@code CHROMIUM} and {@code CHROMEDRIVER}. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = program("CHROMIUM", "/usr/bin/chromium");
    private static final Path DRIVER = program("CHROMEDRIVER", "/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("docs/screenshots");

    final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser open() {
        boolean found = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if (!found) {
            System.out.println("Browser skipped: there is no " + CHROMIUM + " with " + DRIVER
                    + "; apt-get install chromium chromium-driver, or set CHROMIUM and CHROMEDRIVER");
        }
        assumeTrue(found);
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toString())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(10));
        Browser browser = new Browser(driver);
        browser.wide();
        return browser;
    }

    private static Path program(String variable, String otherwise) {
        return Path.of(System.getenv().getOrDefault(variable, otherwise));
    }

    void wide() {
        driver.manage().window().setSize(new Dimension(1280, 860));
    }

    void narrow() {
        driver.manage().window().setSize(new Dimension(500, 900));
    }

    void dark(boolean dark) {
        Map<String, Object> feature =
                new HashMap<>(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** Without script, as some people read. */
    void script(boolean on) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    Browser open(String url) {
        driver.get(url);
        return this;
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    void click(String text) {
        WebElement link = driver.findElement(
                By.xpath("//*[self::a or self::button][contains(normalize-space(), '" + text + "')]"));
        leave(link::click);
    }

    /** What leads to another page. It waits until that is there. */
    void leave(Runnable action) {
        WebElement page = driver.findElement(By.tagName("html"));
        action.run();
        Awaitility.await().until(() -> isGone(page));
    }

    private static boolean isGone(WebElement element) {
        try {
            element.isEnabled();
            return false;
        } catch (StaleElementReferenceException e) {
            return true;
        }
    }

    void type(String field, String value) {
        WebElement element = driver.findElement(By.name(field));
        element.clear();
        element.sendKeys(value);
    }

    /** Neither axe nor the browser has anything to say against the page. */
    void verify() {
        Results results = new AxeBuilder().analyze(driver);
        assertThat(results.getViolations())
                .as(driver.getCurrentUrl())
                .extracting(Rule::getId, rule -> rule.getNodes().toString())
                .isEmpty();
        assertThat((Long) driver.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("the page %s is wider than its window", driver.getCurrentUrl())
                .isLessThanOrEqualTo(0L);
        assertThat(
                        driver.executeScript(
                                "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('data:'))"))
                .as("what the page asks other hosts for")
                .isEqualTo(List.of());
    }

    /** Written where the README shows it, if {@code -Dapprove=true}; else beside the other results of the tests. */
    void screenshot(String name) throws IOException {
        Path directory = Boolean.getBoolean("approve") ? SCREENSHOTS : Path.of("target/screenshots");
        Files.createDirectories(directory);
        Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** The names of the pictures in the README. */
    static List<String> shown() throws IOException {
        try (Stream<Path> files = Files.list(SCREENSHOTS)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
