package io.toolgateway.examples.portal.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, and what a visitor does with it. Confined to one thread. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(System.getProperty("chromedriver", "/usr/bin/chromedriver")))
                .usingAnyFreePort()
                .build();
        this.driver = new ChromeDriver(service, options);
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    void look(Look look) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", look.width(), "height", look.height(), "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme()))));
    }

    /** The first element that can be seen, waited for. */
    WebElement see(String css) {
        return waiting()
                .until(any -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    /** An element with this text in it, waited for. */
    WebElement see(String css, String text) {
        return waiting()
                .withMessage(() -> "'" + text + "' in " + css + " of: " + text("main"))
                .until(any -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(element ->
                                element.isDisplayed() && element.getText().contains(text))
                        .findFirst()
                        .orElse(null));
    }

    /** Waits until a script returns true. */
    void until(String script, Object... arguments) {
        waiting().withMessage(() -> script + " " + List.of(arguments)).until(any -> Boolean.TRUE.equals(run(script, arguments)));
    }

    private WebDriverWait waiting() {
        WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(100));
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }

    void click(String css, String text) {
        see(css, text).click();
    }

    void click(String css) {
        see(css).click();
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void press(Keys key) {
        type(key);
    }

    /** Types into whatever has the focus, inside of a component too. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    String text(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    /** The id of what has the focus. */
    String focused() {
        return Objects.requireNonNullElse(driver.switchTo().activeElement().getAttribute("id"), "");
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Whether something is wider than the screen. */
    boolean scrollsSideways() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    /** What the page complained of so far, such as a broken policy; without what axe-core does with a canvas. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.startsWith("rendering "))
                .toList();
    }

    Path screenshot(String name) {
        Path file = Path.of(System.getProperty("screenshots", "target/screenshots"), name + ".png");
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What axe-core finds fault with, of serious or critical impact: rule, and the first place. */
    List<?> seriousFaults() {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream(AXE), AXE)) {
            driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ['violations']}).then(
                    (result) => done(result.violations
                        .filter((fault) => ['serious', 'critical'].includes(fault.impact))
                        .map((fault) => fault.id + ' at ' + fault.nodes[0].target + ': ' + fault.nodes[0].failureSummary)),
                    (error) => done(['axe broke off: ' + error]));""");
        return (List<?>) Objects.requireNonNull(found);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
