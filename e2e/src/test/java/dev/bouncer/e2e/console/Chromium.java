package dev.bouncer.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;

import dev.bouncer.contract.JsonObject;
import dev.bouncer.e2e.clients.ClientRuntime;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
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

/** A Chromium without a screen, which remembers what it complained about and whom it asked. */
final class Chromium implements AutoCloseable {
    /** How long anything may take. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final String AXE = resource("/axe.min.js");

    private final URI base;
    private final ChromeDriver driver;

    /** @param base what paths are of */
    Chromium(URI base) {
        this.base = base;
        Path home = ClientRuntime.CHROMIUM.home();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program(home, "usr/lib/chromium/chromium").toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--lang=en-GB", "--force-color-profile=srgb");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        this.driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(program(home, "usr/bin/chromedriver").toFile())
                        .withEnvironment(Map.of("LD_LIBRARY_PATH", libraries(home), "FONTCONFIG_FILE",
                                home.resolve("fonts.conf").toString(), "TZ", "Europe/Berlin", "HOME", home.toString()))
                        .build(),
                options);
        size(1200, 900);
    }

    private static Path program(Path home, String path) {
        Path own = home.resolve(path);
        return Files.exists(own) ? own : Path.of("/").resolve(path);
    }

    private static String libraries(Path home) {
        try (Stream<Path> folders = Files.exists(home.resolve("usr/lib"))
                ? Files.list(home.resolve("usr/lib"))
                : Stream.empty()) {
            // Those of PulseAudio refer to one another without saying where.
            return String.join(":", folders.map(Path::toString).filter(folder -> folder.endsWith("-linux-gnu"))
                    .flatMap(folder -> Stream.of(folder, folder + "/pulseaudio")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Chromium.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** As if the system were dark, or light. */
    void dark(boolean dark) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void open(String path) {
        driver.get(base.resolve(path).toString());
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    String path() {
        URI at = URI.create(Objects.requireNonNull(driver.getCurrentUrl()));
        return at.getPath();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    /** What stands in an element; empty where there is none. */
    String text(String css) {
        try {
            return String.join(" ",
                    driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList());
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    void click(String css) {
        find(css).click();
    }

    void type(String css, String text) {
        find(css).clear();
        find(css).sendKeys(text);
    }

    void awaitText(String css, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(css)).contains(text));
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Goes from element to element, as the tabulator key does, until the focus is on that one. */
    void tabTo(String css) {
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            if (Boolean.TRUE.equals(driver.executeScript("return document.activeElement.matches(arguments[0])", css)))
                return;
        }
        throw new AssertionError("the tabulator key does not lead to " + css);
    }

    Object script(String script) {
        return Objects.requireNonNull(driver.executeScript(script));
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** @param page names it in what is said */
    void assertNoBarrier(String page) {
        assertThat(violations()).as(page).isEmpty();
        // Nobody has to scroll sideways but within a table.
        String wide = script("""
                return [...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll") && one.getBoundingClientRect().right > window.innerWidth)
                    .map(one => one.outerHTML.slice(0, 80)).join(" ")""").toString();
        assertThat((Long) script("return document.documentElement.scrollWidth - window.innerWidth"))
                .as(page + ": " + wide).isLessThanOrEqualTo(0);
    }

    /** What axe-core finds fault with, WCAG 2.2 AA and best practices; one a line. */
    private List<String> violations() {
        driver.executeScript(AXE);
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(results => done(results.violations.map(violation =>
                    violation.id + ': ' + violation.help + ' ' + violation.nodes.map(node => node.html).join(' ')).join('\\n')));
                """);
        return String.valueOf(found).lines().toList();
    }

    /** What has gone wrong in the browser since it was asked last. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) complaints.add(entry.getMessage());
        }
        return complaints;
    }

    /** The hosts, with their ports, that it has sent requests to since it was asked last. */
    List<String> hosts() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> JsonObject.parse(entry.getMessage().getBytes(StandardCharsets.UTF_8)).object("message"))
                .filter(message -> message.text("method").equals("Network.requestWillBeSent"))
                .map(message -> message.object("params").object("request").text("url"))
                .filter(url -> !url.startsWith("data:")).map(url -> URI.create(url.split("[?#]", 2)[0]).getAuthority())
                .distinct().toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
