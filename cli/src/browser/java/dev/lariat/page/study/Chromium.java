package dev.lariat.page.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with a profile of its own. */
public final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  /**
   * Starts it.
   *
   * @param profile an empty folder
   * @param downloads where files go
   */
  public Chromium(Path profile, Path downloads) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions().setBinary(found(System.getProperty("chromium")));
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        "--lang=en-US", "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", logs);
    driver = new ChromeDriver(new ChromeDriverService.Builder()
        .usingDriverExecutable(Path.of(found(System.getProperty("chromedriver"))).toFile())
        .build(), options);
    driver.executeCdpCommand("Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
  }

  /** A program by its path, or by its name on the search path. */
  private static String found(String program) {
    return Stream
        .concat(Stream.of(Path.of(program)),
            Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder).resolve(program)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no '" + program
            + "' on the path: install Debian's chromium and chromium-driver, or say where they are"))
        .toAbsolutePath()
        .toString();
  }

  /** {@return what drives it} */
  public ChromeDriver driver() {
    return driver;
  }

  /** Opens a page in a window of a size, in light or dark colours, and waits until it has drawn its figures. */
  public void open(Path page, int width, int height, String scheme) {
    open(page.toUri().toString(), width, height, scheme);
  }

  /** The same for any address. */
  public void open(String page, int width, int height, String scheme) {
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand("Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    var _ = complaints(); // of the page before: they are not this one's
    var _ = requests();
    driver.get(page);
    new WebDriverWait(driver, PATIENCE).until(_ -> run("return document.readyState").equals("complete"));
  }

  /** {@return what a script returns} */
  public Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Warnings and errors of the console since the page was opened. */
  public List<String> complaints() {
    return driver.manage()
        .logs()
        .get(LogType.BROWSER)
        .getAll()
        .stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(Object::toString)
        .toList();
  }

  /** Addresses that were asked for since the page was opened. */
  public List<String> requests() {
    var requests = new ArrayList<String>();
    driver.manage().logs().get(LogType.PERFORMANCE).forEach(entry -> {
      JsonNode message = JsonMapper.shared().readTree(entry.getMessage()).get("message");
      if (message.get("method").asString().equals("Network.requestWillBeSent")) {
        requests.add(message.get("params").get("request").get("url").asString());
      }
    });
    return requests;
  }

  /** A picture of the page, the whole of it or what is in sight. */
  public void picture(Path file, boolean whole) {
    Map<String, Object> picture = driver.executeCdpCommand("Page.captureScreenshot",
        Map.of("format", "png", "captureBeyondViewport", whole));
    write(file, (String) picture.get("data"));
  }

  /** The page as it is printed. */
  void print(Path file) {
    write(file,
        (String) driver
            .executeCdpCommand("Page.printToPDF",
                Map.of("paperWidth", 8.27, "paperHeight", 11.69, "printBackground", false))
            .get("data"));
  }

  private static void write(Path file, String base64) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(base64));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
