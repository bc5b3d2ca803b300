package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Reports of all sample tables in a real browser: at three sizes, in light and dark, printed, without scripts, by
 * keyboard. Pictures of them stay in {@code target/pictures}, to be looked at. {@code -Dlariat.run=RUN} adds the report
 * of another run directory.
 */
@Tag("browser")
class ReportInBrowserTest {
  private static final Path DATA = Path.of(System.getProperty("lariat.repository"), "examples", "data");
  private static final Path PICTURES = Path.of(System.getProperty("pictures"));
  private static final List<int[]> SIZES = List.of(new int[]{390, 844}, new int[]{820, 1180}, new int[]{1280, 900},
      new int[]{1920, 1080});

  @TempDir
  static Path folder;

  private static final Map<String, Path> reports = new LinkedHashMap<>();
  private static Chromium chromium;

  @BeforeAll
  static void reports() throws IOException {
    fit("breast-cancer.csv", "diagnosis", "--epochs", "12");
    fit("wine.csv", "cultivar", "--epochs", "10", "--regularizers", "l1,max-norm");
    fit("diabetes.csv", "progression", "--epochs", "10", "--regularizers", "l1,dropout+weight-decay");
    fit("longley.csv", "Employed", "--epochs", "10", "--regularizers", "l2,group-lasso", "--prefer", "simplest");
    fit("spam.csv.gz", "type", "--epochs", "3", "--hidden", "16", "--regularizers", "l1,dropout");
    fit("mnist10k.csv.gz", "digit", "--epochs", "3", "--hidden", "32", "--regularizers", "l1,dropout");
    reports.put("hostile", SampleStudies.hostile(folder.resolve("hostile")).resolve(ReportFile.NAME));
    if (System.getProperty("lariat.run") != null) {
      Path run = Path.of(System.getProperty("lariat.run"));
      Path page = folder.resolve("given.html");
      ReportFile.write(run, page, true);
      reports.put(run.getFileName().toString(), page);
    }
    chromium = new Chromium(folder.resolve("profile"), folder.resolve("downloads"));
  }

  private static void fit(String file, String target, String... more) {
    String name = file.replaceFirst("\\..*", "");
    Path run = folder.resolve(name);
    var words = new ArrayList<Object>(
        List.of("fit", DATA.resolve(file), "--target", target, "--quick", "--test", "0.2", "--out", run, "-q"));
    words.addAll(List.of(more));
    assertThat(Outcome.of(words.toArray()).code()).isZero();
    reports.put(name, run.resolve(ReportFile.NAME));
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void everyReportIsDrawnWholeAtEverySizeInLightAndDark() {
    var all = new SoftAssertions();
    for (Map.Entry<String, Path> report : reports.entrySet()) {
      for (int[] size : SIZES) {
        for (String scheme : List.of("light", "dark")) {
          String what = report.getKey() + "-" + size[0] + "-" + scheme;
          chromium.open(report.getValue(), size[0], size[1], scheme);
          chromium.picture(PICTURES.resolve(what + ".png"), true);
          all.assertThat(chromium.complaints()).as(what).isEmpty();
          all.assertThat(chromium.requests()).as(what).allMatch(address -> address.startsWith("file:"));
          all.assertThat(emptyFigures()).as(what + ": figures not drawn").isEmpty();
          all.assertThat(cutText()).as(what + ": text that is cut").isEmpty();
          all.assertThat(cutInFigures()).as(what + ": cut in figures").isEmpty();
        }
      }
      // Down to the end of the first figure.
      chromium.open(report.getValue(), 1000, 900, "light");
      long bottom = (Long) chromium
          .run("return Math.ceil(document.querySelector('figure .plot').getBoundingClientRect().bottom) + 4");
      chromium.open(report.getValue(), 1000, (int) bottom, "light");
      chromium.picture(PICTURES.resolve(report.getKey() + "-top.png"), false);
    }
    all.assertAll();
  }

  /** On a wide screen the page grows with its letters, so that lines do not become too long to read. */
  @Test
  void textIsAsWideAsFiguresOnAnyDesktop() {
    for (int[] size : new int[][]{{1280, 1000}, {1920, 1300}}) {
      chromium.open(reports.get("breast-cancer"), size[0], 1080, "light");
      String widest = "return Math.round(Math.max(...[...document.querySelectorAll('%s')].map(e => e.clientWidth)))";
      long text = (Long) chromium.run(widest.formatted("section > p"));
      assertThat(text).as("text at " + size[0]).isEqualTo(chromium.run(widest.formatted("section figure")));
      assertThat(text).as("text at " + size[0]).isGreaterThan(size[1]);
    }
  }

  /** Figures on whose canvas fewer than 200 points have a colour. */
  private static List<?> emptyFigures() {
    return (List<?>) chromium.run("""
        return [...document.querySelectorAll('figure[id]')].filter((figure) => {
          const canvas = figure.querySelector('.plot canvas');
          if (!canvas || !canvas.width) return true;
          const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let drawn = 0;
          for (let i = 3; i < points.length; i += 4) drawn += points[i] > 0 ? 1 : 0;
          return drawn < 200;
        }).map((figure) => figure.id);""");
  }

  /**
   * Elements that hold more than they show and cannot be scrolled, and the page itself if it can be scrolled sideways.
   */
  private static List<?> cutText() {
    return (List<?>) chromium.run("""
        const cut = [...document.querySelectorAll('body *')].filter((element) => {
          if (element.closest('.plot') || element.closest('.skip') || !element.clientWidth) return false;
          if (element.ownerSVGElement) { // drawn to scale, so that its sizes are not those on the page
            const [own, figure] = [element, element.ownerSVGElement].map((e) => e.getBoundingClientRect());
            return own.left < figure.left - 1 || own.right > figure.right + 1;
          }
          const overflow = getComputedStyle(element).overflowX;
          return element.scrollWidth > element.clientWidth + 1 && !['auto', 'scroll'].includes(overflow)
              && getComputedStyle(element).display !== 'inline';
        }).map((element) => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 60));
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) cut.push('the page: ' + root.scrollWidth + ' > ' + root.clientWidth);
        return cut;""");
  }

  /** Figures that colour a point at the edge of their canvas: what is drawn there goes on beyond it. */
  private static List<?> cutInFigures() {
    return (List<?>) chromium.run("""
        return [...document.querySelectorAll('figure[id]')].flatMap((figure) => {
          const canvas = figure.querySelector('.plot canvas');
          const [w, h] = [canvas.width, canvas.height];
          const context = canvas.getContext('2d');
          const edges = {left: [0, 0, 1, h], right: [w - 1, 0, 1, h], top: [0, 0, w, 1], bottom: [0, h - 1, w, 1]};
          return Object.keys(edges).filter((edge) => context.getImageData(...edges[edge]).data.some((value) => value > 0))
              .map((edge) => figure.id + ': ' + edge);
        });""");
  }

  @Test
  void everythingIsReachedByKeyboard() {
    for (String name : List.of("breast-cancer", "hostile")) {
      chromium.open(reports.get(name), 1280, 900, "light");
      long wanted = (Long) chromium.run("""
          const all = [...document.querySelectorAll('a[href],button,summary,[tabindex="0"]')]
              .filter((element) => element.checkVisibility());
          all.forEach((element) => { element.dataset.wanted = ''; });
          return all.length;""");
      for (long i = 0; i < wanted; i++) {
        new Actions(chromium.driver()).sendKeys(Keys.TAB).perform();
        chromium.run("document.activeElement.dataset.reached = ''");
      }
      assertThat((List<?>) chromium.run(
          """
          return [...document.querySelectorAll('[data-wanted]:not([data-reached])')].map((element) => element.outerHTML.slice(0, 120))"""))
          .as(name)
          .isEmpty();
      assertThat(wanted).isGreaterThan(30);
    }
  }

  @Test
  void arrowsReadAFigureAndEnterOpensItsTable() {
    chromium.open(reports.get("hostile"), 1280, 900, "light");
    WebElement plot = chromium.driver().findElement(By.cssSelector("#importance .plot"));
    plot.sendKeys(Keys.ARROW_RIGHT);
    WebElement words = new WebDriverWait(chromium.driver(), Duration.ofSeconds(10))
        .until(_ -> plot.findElements(By.tagName("b")).stream().findFirst().orElse(null))
        .findElement(By.xpath("../.."));
    assertThat(SampleStudies.HOSTILE_NAMES).anyMatch(name -> words.getDomProperty("textContent").contains(name));
    assertThat(words.findElements(By.cssSelector("script,img"))).isEmpty();

    WebElement numbers = chromium.driver().findElement(By.cssSelector("#importance summary"));
    assertThat(chromium.driver().findElement(By.cssSelector("#importance table")).isDisplayed()).isFalse();
    numbers.sendKeys(Keys.ENTER);
    assertThat(chromium.driver().findElement(By.cssSelector("#importance table")).isDisplayed()).isTrue();
    assertThat((Boolean) chromium.run("return document.querySelector('b:not(.plot b)') === null")).isTrue();
  }

  @Test
  void aClickSavesTheFigureAsAPicture() throws IOException {
    chromium.open(reports.get("breast-cancer"), 390, 844, "light");
    chromium.driver().findElement(By.cssSelector("#losses-by-epoch .save")).click();
    Path file = folder.resolve("downloads").resolve("losses-by-epoch.png");
    new WebDriverWait(chromium.driver(), Duration.ofSeconds(10)).until(_ -> Files.exists(file));
    assertThat(Files.size(file)).isGreaterThan(10_000);
    Files.createDirectories(PICTURES);
    Files.copy(file, PICTURES.resolve("saved.png"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void withoutScriptsWordsAndTablesAreThere() {
    chromium.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      chromium.driver().get(reports.get("wine").toUri().toString());
      assertThat(chromium.driver().findElement(By.tagName("h1")).isDisplayed()).isTrue();
      assertThat(chromium.driver().findElements(By.cssSelector("figure table"))).isNotEmpty()
          .allMatch(WebElement::isDisplayed);
      assertThat(chromium.driver().findElements(By.cssSelector(".plot"))).noneMatch(WebElement::isDisplayed);
      chromium.picture(PICTURES.resolve("wine-without-scripts.png"), true);
    } finally {
      chromium.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Test
  void itIsPrinted() throws IOException {
    chromium.open(reports.get("breast-cancer"), 1280, 900, "dark");
    String figure = "return document.querySelector('.plot canvas').toDataURL()";
    Object dark = chromium.run(figure);
    // Also from a dark screen figures are printed in the colours of paper, as wide as it is.
    chromium.run("dispatchEvent(new Event('beforeprint'))");
    assertThat(chromium.run("return getComputedStyle(document.documentElement).getPropertyValue('--ink')"))
        .isEqualTo("#000");
    assertThat((Long) chromium.run("return document.querySelector('.plot canvas').clientWidth")).isLessThan(710);
    assertThat(chromium.run(figure)).isNotEqualTo(dark);
    chromium.run("dispatchEvent(new Event('afterprint'))");
    assertThat(chromium.run(figure)).isEqualTo(dark);
    chromium.print(PICTURES.resolve("breast-cancer.pdf"));
    assertThat(Files.size(PICTURES.resolve("breast-cancer.pdf"))).isGreaterThan(50_000);
    assertThat(chromium.complaints()).isEmpty();
  }

  /** The other pages of the house keep the same policy. */
  @Test
  void explanationsOpenWithoutComplaint() {
    for (String line : List.of("update", "geometry", "dropout", "decay", "choose")) {
      Path page = folder.resolve(line + ".html");
      assertThat(Outcome.of("explain", line, "--html", page).code()).isZero();
      chromium.open(page, 390, 844, "light");
      assertThat(chromium.complaints()).as(line).isEmpty();
      assertThat(cutText()).as(line).isEmpty();
    }
  }
}
