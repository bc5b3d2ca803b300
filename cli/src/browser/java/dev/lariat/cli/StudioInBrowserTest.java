package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.explain.StudioExplanations;
import dev.lariat.page.study.Chromium;
import dev.lariat.studio.Studio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The studio in a real browser: a study from the table to the ONNX file by keyboard alone; every view at three sizes,
 * in light and dark, looked at by axe-core. Pictures stay in {@code target/pictures}, to be looked at.
 */
@Tag("browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StudioInBrowserTest {
  private static final Path PICTURES = Path.of(System.getProperty("pictures"));
  private static final List<int[]> SIZES = List.of(new int[]{390, 844}, new int[]{820, 1180}, new int[]{1280, 900});
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  /** A frame with a report or an explanation is gone through, too. */
  private static final int INSIDE_OF_FRAMES = 400;
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

  @TempDir
  static Path around;

  private static Path folder;
  private static SmallStudy study;
  private static Studio studio;
  private static Chromium chromium;
  private static String base;

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createDirectory(around.resolve("folder"));
    study = SmallStudy.in(folder);
    studio = Studio.start(folder, null, 0,
        new Studio.Commands(new StudioFit(), new StudioPredict(), new StudioExplanations()));
    base = studio.address().replaceFirst("\\?token=.*", "");
    chromium = new Chromium(around.resolve("profile"), around.resolve("downloads"));
    chromium.open(studio.address(), 1280, 900, "light");
    until("document.querySelector('#table')");
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (studio != null) {
      studio.close();
    }
  }

  private static void until(String condition) {
    new WebDriverWait(chromium.driver(), PATIENCE)
        .until(_ -> chromium.run("try { return !!(" + condition + ") } catch (e) { return false }").equals(true));
  }

  private static void show(String hash, String condition) {
    chromium.run("location.hash = arguments[0]", hash);
    until(condition);
  }

  /** Goes on by the tabulator until an element has the focus. */
  private static WebElement tabTo(String selector) {
    for (int i = 0; i < 300; i++) {
      if (chromium.run("return document.activeElement.matches(arguments[0])", selector).equals(true)) {
        return chromium.driver().switchTo().activeElement();
      }
      new Actions(chromium.driver()).sendKeys(Keys.TAB).perform();
    }
    throw new AssertionError(selector + " is not reached by the tabulator");
  }

  private static void type(String selector, CharSequence... keys) {
    tabTo(selector).sendKeys(keys);
  }

  @Test
  @Order(1)
  void fromTheTableToTheOnnxFileByKeyboardAlone() throws IOException {
    show("#data", "document.querySelector('#table')");
    type("#table", Keys.ARROW_DOWN);
    until("document.querySelector('[data-column=noise]')");
    type("#target", Keys.END);
    until("document.querySelector('#to-study')");
    // noise is no number to learn from.
    type("[data-column=noise]", Keys.END);
    until("location.hash.includes('identifier') && document.querySelector('#to-study')");
    type("#to-study", Keys.ENTER);
    until("document.querySelector('#start')");
    type("#option-regularizers", "l2,dropout");
    type("#option-epochs", "12");
    type("#option-hidden", "8");
    until("document.querySelector('#command').textContent.includes('hidden=8')");
    String command = (String) chromium.run("return document.querySelector('#command').textContent");
    assertThat(command).isEqualTo("lariat fit table.csv --target=kind --kinds=noise=identifier --epochs=12 --hidden=8 "
        + "--regularizers=l2,dropout --quick");
    type("#start", Keys.ENTER);
    // Cells are seen while they are at work.
    until(
        "/^(At work|The last cell)/.test(document.querySelector('#live-curves .plot')?.getAttribute('aria-label')) || document.querySelector('#verdict-title')");
    chromium.picture(PICTURES.resolve("studio-live.png"), true);
    until("document.querySelector('#verdict-title')");
    type("a[data-form=onnx]", Keys.ENTER);
    Path downloads = around.resolve("downloads");
    new WebDriverWait(chromium.driver(), PATIENCE).until(_ -> {
      try (var files = Files.list(downloads)) {
        return files.anyMatch(file -> file.toString().endsWith(".onnx"));
      } catch (IOException _) {
        return false;
      }
    });
    // The report with its figures, in a frame that has no origin.
    chromium.driver().switchTo().frame(chromium.driver().findElement(By.cssSelector("iframe.report")));
    until("document.documentElement.dataset.drawn > 5");
    assertThat(chromium.run("return origin")).isEqualTo("null");
    chromium.driver().switchTo().defaultContent();
    // The very words of the page, by the command line, come to the same.
    Path whole = around.resolve("whole");
    assertThat(
        Outcome
            .of("fit", study.table(), "--target=kind", "--kinds=noise=identifier", "--epochs=12", "--hidden=8",
                "--regularizers=l2,dropout", "--quick", "--out", whole, "-q")
            .code())
        .isZero();
    String run = (String) chromium.run("return new URLSearchParams(location.hash.split('?')[1]).get('run')");
    assertThat(SmallStudy.essence(folder.resolve(run))).isEqualTo(SmallStudy.essence(whole));
    assertThat(chromium.complaints()).isEmpty();
  }

  /** What is shown by each address, and when it is there. */
  private static Map<String, List<String>> views() {
    String table = "path=table.csv&target=kind";
    String run = (String) chromium.run("return fetch('/api/runs').then(r => r.json()).then(t => t.runs[0].run)");
    var views = new LinkedHashMap<String, List<String>>();
    views.put("data", List.of("#data?" + table, "document.querySelector('.columns li')"));
    views.put("study", List.of("#study?" + table, "document.querySelector('#command').textContent.length > 9"));
    views.put("more", List.of("#study?" + table,
        "(document.querySelector('#more').open = true) && document.querySelector('#option-group-column')"));
    views.put("run", List.of("#study?run=" + run, "document.querySelector('#verdict-title')"));
    views.put("play", List.of("#play?epoch=20&l1=0.02&code=keras",
        "document.querySelector('#epoch').textContent === 'epoch 20' && document.querySelector('#code').textContent.length > 99"));
    views.put("path", List.of("#path?" + table, "document.querySelector('#coefficients td')"));
    views.put("model", List.of("#model", "document.querySelector('.parts li') && document.querySelector('#curve')"));
    views.put("explain", List.of("#explain?topic=update", "document.querySelector('#explanation').src"));
    return views;
  }

  @Test
  @Order(2)
  void everyViewIsWholeAtEverySizeInLightAndDark() throws IOException {
    String axe = axe();
    var all = new SoftAssertions();
    Map<String, List<String>> views = views();
    for (int[] size : SIZES) {
      for (String scheme : List.of("light", "dark")) {
        chromium.open(base, size[0], size[1], scheme);
        until("document.querySelector('#table')");
        views.forEach((name, view) -> {
          String what = "studio-" + name + "-" + size[0] + "-" + scheme;
          show(view.get(0), view.get(1));
          chromium.run("return new Promise(done => setTimeout(() => requestAnimationFrame(() => done(1)), 150))");
          chromium.picture(PICTURES.resolve(what + ".png"), true);
          all.assertThat(cutText()).as(what + ": text that is cut").isEmpty();
          if (size[0] != SIZES.get(1)[0]) {
            all.assertThat(serious(axe)).as(what + ": axe-core").isEmpty();
          }
        });
        all.assertThat(chromium.complaints()).as(size[0] + " " + scheme).isEmpty();
        all.assertThat(chromium.requests())
            .as(size[0] + " " + scheme)
            .allMatch(address -> address.startsWith(base) || address.startsWith("data:") || address.startsWith("blob:")
                || address.startsWith("about:"));
      }
    }
    all.assertAll();
  }

  private static String axe() throws IOException {
    try (InputStream script = StudioInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What axe-core finds serious or critical, with the element. */
  private static List<?> serious(String axe) {
    if (chromium.run("return typeof axe").equals("undefined")) {
      chromium.run(axe);
    }
    return (List<?>) chromium.run("""
        return axe.run(document, {iframes: false}).then((found) => found.violations
            .filter((one) => ['serious', 'critical'].includes(one.impact))
            .flatMap((one) => one.nodes.slice(0, 3).map((node) => one.id + ': ' + node.html.slice(0, 160))));""");
  }

  /** Elements that hold more than they show and cannot be scrolled, and the page if it can be scrolled sideways. */
  private static List<?> cutText() {
    return (List<?>) chromium.run("""
        const cut = [...document.querySelectorAll('main *, header *')].filter((element) => {
          if (element.closest('.plot') || element.closest('svg') || element.closest('.column .field span') || !element.clientWidth) return false;
          const style = getComputedStyle(element);
          return element.scrollWidth > element.clientWidth + 1 && !['auto', 'scroll'].includes(style.overflowX)
              && style.display !== 'inline' && !['INPUT', 'SELECT', 'OPTION'].includes(element.tagName);
        }).map((element) => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 60));
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) cut.push('the page: ' + root.scrollWidth + ' > ' + root.clientWidth);
        return cut;""");
  }

  @Test
  @Order(3)
  void aStrongerPenaltyShowsWeightsThatAreExactlyZeroAndTheAddressRestoresIt() {
    chromium.open(base, 1280, 900, "light");
    show("#play?shape=circle&epoch=60", "document.querySelector('#epoch').textContent === 'epoch 60'");
    assertThat(zeros()).isZero();
    WebElement slider = tabTo("#slider-l1");
    for (int i = 0; i < 33; i++) {
      slider.sendKeys(Keys.ARROW_RIGHT);
    }
    until("/[1-9][0-9]* of 96 weights are exactly 0/.test(document.querySelector('#facts').textContent)"
        + " && document.querySelector('#epoch').textContent === 'epoch 60'");
    long before = zeros();
    assertThat(before).isPositive();
    assertThat((String) chromium.run("return document.querySelector('#facts').textContent"))
        .contains(before + " of 96 weights are exactly 0");
    Object facts = chromium.run("return document.querySelector('#facts').textContent");
    chromium.driver().navigate().refresh();
    until("document.querySelector('#epoch').textContent === 'epoch 60'");
    assertThat(chromium.run("return document.querySelector('#facts').textContent")).isEqualTo(facts);
    type("#one", Keys.ENTER);
    until("document.querySelector('#epoch').textContent === 'epoch 61'");
    type("#undo", Keys.ENTER);
    until("document.querySelector('#epoch').textContent === 'epoch 60'");
  }

  /** What dropout took out of the last step is crossed out, row by row, and is in the words, too. */
  @Test
  @Order(3)
  void masksOfTheLastStepAreDrawn() throws IOException {
    chromium.open(base, 1280, 900, "light");
    show("#play?dropout=0.5&epoch=5&batch=200&validation=0.5&rows=60",
        "document.querySelector('#epoch').textContent === 'epoch 5'");
    chromium.picture(PICTURES.resolve("studio-masks.png"), true);
    String first = masks();
    assertThat(first).contains("for row 1 of its 30 rows.");
    long crosses = (Long) chromium.run("return document.querySelectorAll('.net .cross').length");
    assertThat(crosses).isEqualTo(said(first)).isBetween(1L, 15L);
    assertThat((Long) chromium.run("return document.querySelectorAll('.net .out').length")).isPositive();
    tabTo("#slider-row").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    until("document.querySelector('#masks').textContent.includes('for row 3 of')");
    assertThat(chromium.run("return document.querySelectorAll('.net .cross').length")).isEqualTo(said(masks()));
    show("#play?dropout=0&epoch=5",
        "document.querySelector('#masks').hidden && document.querySelector('#epoch').textContent === 'epoch 5'");
    assertThat(chromium.complaints()).isEmpty();
  }

  private static String masks() {
    return (String) chromium.run("return document.querySelector('#masks').textContent");
  }

  /** How many units the words say. */
  private static long said(String words) {
    return Pattern.compile("([0-9]+) in hidden layer")
        .matcher(words)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static long zeros() {
    return (Long) chromium.run("return document.querySelectorAll('.net .zero').length");
  }

  /** Pictures that change many times a second make some people ill. */
  @Test
  @Order(3)
  void withReducedMotionPicturesChangeTwiceASecond() {
    chromium.open(base, 1280, 900, "light");
    chromium.driver()
        .executeCdpCommand("Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    show("#play?seed=4", "document.querySelector('#epoch').textContent === 'epoch 0'");
    chromium.run("""
        window.changes = [];
        new MutationObserver(() => window.changes.push(performance.now()))
            .observe(document.querySelector('#epoch'), {childList: true, characterData: true, subtree: true});
        document.querySelector('#play').click();""");
    until("window.changes.length > 5");
    chromium.run("document.querySelector('#play').click()");
    assertThat((Double) chromium.run("return (window.changes[5] - window.changes[0]) / 1000.0 + 0.5"))
        .as("seconds of five pictures")
        .isGreaterThan(2.0);
  }

  @Test
  @Order(4)
  void everythingIsReachedByKeyboard() {
    chromium.open(base, 1280, 900, "light");
    for (String name : List.of("data", "study", "run", "play", "path", "model", "explain")) {
      List<String> view = views().get(name);
      show(view.get(0), view.get(1));
      chromium.run("document.activeElement.blur(); document.querySelector('.skip').focus()");
      long wanted = (Long) chromium.run("""
          const all = [...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')]
              .filter((element) => element.checkVisibility() && !element.disabled);
          all.forEach((element) => { element.dataset.wanted = ''; });
          return all.length;""");
      for (long i = 0; i < wanted + INSIDE_OF_FRAMES; i++) {
        if (chromium.run("document.activeElement.dataset.reached = ''; "
            + "return !document.querySelector('[data-wanted]:not([data-reached])')").equals(true)) {
          break;
        }
        new Actions(chromium.driver()).sendKeys(Keys.TAB).perform();
      }
      assertThat((List<?>) chromium.run(
          """
          return [...document.querySelectorAll('[data-wanted]:not([data-reached])')].map((one) => one.outerHTML.slice(0, 120))"""))
          .as(view.get(0))
          .isEmpty();
    }
  }

  @Test
  @Order(5)
  void namesOfATableAreTextAndNothingElse() throws IOException {
    String quoted = "\"" + HOSTILE.replace("\"", "\"\"") + "\"";
    Files.writeString(folder.resolve("hostile.csv"), quoted + ",kind\n" + ("1.5," + quoted + "\n2.5,b\n").repeat(20));
    chromium.open(base, 1280, 900, "light");
    show("#data?path=hostile.csv&target=kind", "document.querySelector('.columns li')");
    assertThat(chromium.driver().findElements(By.cssSelector("main img, main script"))).isEmpty();
    assertThat((String) chromium.run("return document.querySelector('.columns').textContent")).contains(HOSTILE);
    assertThat(chromium.driver().getTitle()).isEqualTo("Data · Lariat studio");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  @Order(5)
  void aTableThatCannotBeReadIsNoDeadEnd() throws IOException {
    Files.writeString(folder.resolve("broken.csv"), "a,b\n1,2\n3\n");
    chromium.open(base, 1280, 900, "light");
    show("#data?path=broken.csv", "document.body.textContent.includes('broken.csv, line 3')");
    until("document.querySelector('main').textContent.includes('This table cannot be shown')");
    assertThat(chromium.driver().findElements(By.cssSelector("main #table, main input[type=file]"))).hasSize(2);
    type("#bad-rows", Keys.ENTER);
    until("document.querySelector('.columns li') && location.hash.includes('badRows=skip')");
    assertThat((String) chromium.run("return document.querySelector('main').textContent"))
        .contains("broken.csv: 1 row has not 2 fields and is left out");
    assertThat(chromium.complaints()).allMatch(complaint -> complaint.contains("/api/table"));
  }

  @Test
  @Order(6)
  void withoutTheCookieThereIsOnlyThePageToSignIn() {
    chromium.driver().manage().deleteAllCookies();
    chromium.open(base, 390, 844, "light");
    assertThat(chromium.driver().findElements(By.cssSelector("input[type=password]"))).hasSize(1);
    String token = studio.address().replaceFirst(".*token=", "");
    chromium.driver().findElement(By.cssSelector("input")).sendKeys(token, Keys.ENTER);
    until("document.querySelector('#table')");
  }
}
