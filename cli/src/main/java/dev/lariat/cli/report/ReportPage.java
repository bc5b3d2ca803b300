package dev.lariat.cli.report;

import static dev.lariat.cli.html.HtmlDocument.escaped;
import static dev.lariat.cli.html.HtmlDocument.resource;

import dev.lariat.cli.html.HtmlDocument;
import dev.lariat.cli.html.HtmlTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as one page that is sent to a colleague: figures drawn by ECharts, which is inside, and everything in words and
 * tables without it.
 */
final class ReportPage {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  /** A value of more letters is written smaller. */
  private static final int LONG = 16;

  private final Run run;
  private final ObjectNode plots = JsonMapper.shared().createObjectNode();
  private final StringBuilder html = new StringBuilder();

  private ReportPage(Run run) {
    this.run = run;
  }

  static String of(Run run) {
    return new ReportPage(run).page();
  }

  private String page() {
    var verdict = new VerdictSection(run);
    List<Section> sections = sections();
    String data = run.verdict().get("data").asString();
    html.append(
        "<a class=\"skip\" href=\"#main\">To the verdict</a>\n<header><p class=\"brand\">Lariat <span>study of ")
        .append(escaped(data))
        .append(", target ")
        .append(escaped(run.verdict().get("target").asString()))
        .append("</span></p></header>\n<main id=\"main\">\n");
    verdict(verdict);
    html.append("<nav aria-label=\"Sections\"><ul>");
    for (Section section : sections) {
      html.append("<li><a href=\"#")
          .append(section.id())
          .append("\">")
          .append(escaped(section.question()))
          .append("</a></li>");
    }
    html.append("</ul></nav>\n");
    sections.forEach(this::section);
    html.append("</main>\n<footer><p>Made by Lariat ")
        .append(escaped(run.verdict().get("provenance").get("version").asString()))
        .append(
            ". This page is one file and loads nothing.</p></footer>\n<script type=\"application/json\" id=\"plots\">")
        .append(embedded(plots))
        .append("</script>\n");
    return HtmlDocument.of(verdict.headline() + " · " + data, resource(ReportPage.class, "report.css"), html.toString(),
        List.of(echarts(), resource(ReportPage.class, "plots.js"), resource(ReportPage.class, "report.js")));
  }

  private List<Section> sections() {
    var sections = new ArrayList<Section>();
    sections.add(OverfitSection.of(run));
    sections.add(new CandidatesSection(run).section());
    sections.add(new StrengthSection(run).section());
    WeightsSection.of(run).ifPresent(sections::add);
    LinearSection.of(run).ifPresent(sections::add);
    ColumnsSection.of(run).ifPresent(sections::add);
    sections.add(TestSection.of(run));
    sections.add(ReproduceSection.of(run));
    return sections;
  }

  /**
   * JSON in a script element: without {@code <} nothing in it can end the element or begin another (HTML, section
   * 4.12.1.3).
   */
  static String embedded(ObjectNode json) {
    return json.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private void verdict(VerdictSection verdict) {
    html.append("<section id=\"verdict\" class=\"")
        .append(escaped(run.verdict().get("diagnosis").get("state").asString()))
        .append("\"><h1>")
        .append(unbroken(verdict.headline()))
        .append("</h1>\n");
    verdict.sentences().forEach(sentence -> html.append("<p>").append(unbroken(sentence)).append("</p>\n"));
    html.append("<dl class=\"tiles\">");
    for (VerdictSection.Tile tile : verdict.tiles()) {
      html.append("<div><dt>")
          .append(escaped(tile.name()))
          .append("</dt><dd class=\"value")
          .append(tile.value().length() > LONG ? " long" : "")
          .append("\">")
          .append(escaped(tile.value()))
          .append("</dd><dd class=\"note\">")
          .append(escaped(tile.note()))
          .append("</dd></div>");
    }
    html.append("</dl></section>\n");
  }

  private void section(Section section) {
    html.append("<section id=\"")
        .append(section.id())
        .append("\"><h2><span>")
        .append(escaped(section.question()))
        .append("</span> ")
        .append(unbroken(section.finding()))
        .append("</h2>\n");
    boolean pair = false;
    for (Section.Block block : section.blocks()) {
      boolean half = block instanceof Section.Drawn(Figure figure) && figure.size() == Figure.Size.HALF;
      if (half != pair) {
        html.append(half ? "<div class=\"pair\">\n" : "</div>\n");
      }
      pair = half;
      switch (block) {
        case Section.Paragraph(String text) -> html.append("<p>").append(unbroken(text)).append("</p>\n");
        case Section.Drawn(Figure figure) -> figure(figure);
        case Section.Table(String caption, List<String> header, List<List<String>> rows) ->
          html.append(caption.isEmpty() ? "" : "<h3>" + escaped(caption) + "</h3>\n")
              .append(HtmlTable.of(header, rows));
        case Section.Code(String title, String text) -> code(title, text);
      }
    }
    html.append(pair ? "</div>\n" : "").append("</section>\n");
  }

  private void figure(Figure figure) {
    String height = figure.plot().has("height") ? figure.plot().get("height").asString() : "340";
    html.append(String.format(Locale.ROOT,
        "<figure id=\"%s\"><figcaption><span>%s</span><button type=\"button\" "
            + "class=\"save\" title=\"Save as picture\" aria-label=\"Save as picture: %s\">⤓ PNG</button></figcaption>"
            + "<div class=\"plot\" role=\"img\" tabindex=\"0\" data-height=\"%s\" aria-label=\"%s\"></div>",
        figure.id(), unbroken(figure.title()), escaped(figure.title()), height, escaped(figure.title())));
    html.append("<details class=\"behind\" open><summary>The numbers</summary>")
        .append(HtmlTable.of(figure.header(), figure.rows()))
        .append("</details></figure>\n");
    plots.set(figure.id(), figure.plot());
  }

  private void code(String title, String text) {
    html.append(title.isEmpty()
        ? "<pre class=\"command\">" + escaped(text) + "</pre>"
        : "<details class=\"code\"><summary>" + escaped(title) + "</summary><pre tabindex=\"0\">" + escaped(text)
            + "</pre></details>")
        .append('\n');
  }

  /**
   * Text whose numbers (5.9e-4, 3 ± 1) and log-loss are not parted at the end of a line: U+2060 and U+00A0 join what is
   * beside them.
   */
  private static String unbroken(String text) {
    return escaped(text).replaceAll("(?<=\\de-)(?=\\d)|(?<=\\blog)(?=-loss\\b)|(?<=\\blog-)(?=loss\\b)", "\u2060")
        .replace(" ± ", "\u00a0±\u00a0")
        .replace("95 %", "95\u00a0%");
  }

  private static String echarts() {
    try (InputStream in = ReportPage.class.getResourceAsStream(ECHARTS)) {
      if (in == null) {
        throw new IllegalStateException("ECharts is not on the class path: " + ECHARTS);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
