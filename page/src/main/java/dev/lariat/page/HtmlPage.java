package dev.lariat.page;

import static dev.lariat.page.HtmlBlocks.unbroken;
import static dev.lariat.page.HtmlDocument.escaped;
import static dev.lariat.page.HtmlDocument.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pages as one HTML file that loads nothing: its policy forbids every request, and styles and figures are inside. */
public final class HtmlPage {
  /** Where the jars have the script that draws figures. */
  public static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  /** A value of a tile of more letters is written smaller. */
  private static final int LONG = 16;

  private HtmlPage() {}

  /** {@return an explanation, without a script} */
  public static String of(Page page, String footer) {
    var html = new StringBuilder("<main>\n<h1>").append(escaped(page.title())).append("</h1>\n");
    new HtmlBlocks(html).all(page.blocks());
    html.append("</main>\n<footer><p class=\"made\">").append(escaped(footer)).append("</p></footer>\n");
    return HtmlDocument.of(page.title(), resource(HtmlPage.class, "page.css"), html.toString(), List.of());
  }

  /**
   * {@return a report, whose figures ECharts draws, which is inside, and which says all in words and tables without}
   */
  public static String of(Report report) {
    var html = new StringBuilder(
        "<a class=\"skip\" href=\"#main\">To the verdict</a>\n<header><p class=\"brand\">Lariat <span>")
        .append(escaped(report.subject()))
        .append("</span></p></header>\n<main id=\"main\">\n");
    summary(report.summary(), html);
    html.append("<nav aria-label=\"Sections\"><ul>");
    for (Section section : report.sections()) {
      html.append("<li><a href=\"#")
          .append(section.id())
          .append("\">")
          .append(escaped(section.question()))
          .append("</a></li>");
    }
    html.append("</ul></nav>\n");
    var blocks = new HtmlBlocks(html);
    for (Section section : report.sections()) {
      html.append("<section id=\"")
          .append(section.id())
          .append("\"><h2><span>")
          .append(escaped(section.question()))
          .append("</span> ")
          .append(unbroken(section.finding()))
          .append("</h2>\n");
      blocks.all(section.blocks());
      html.append("</section>\n");
    }
    html.append("</main>\n<footer><p>")
        .append(escaped(report.footer()))
        .append("</p></footer>\n<script type=\"application/json\" id=\"plots\">")
        .append(blocks.figures())
        .append("</script>\n");
    return HtmlDocument.of(report.summary().title(), resource(HtmlPage.class, "report.css"), html.toString(),
        List.of(echarts(), resource(HtmlPage.class, "plots.js"), resource(HtmlPage.class, "report.js")));
  }

  private static void summary(Report.Summary summary, StringBuilder html) {
    html.append("<section id=\"verdict\" class=\"")
        .append(escaped(summary.kind()))
        .append("\"><h1>")
        .append(unbroken(summary.headline()))
        .append("</h1>\n");
    summary.sentences().forEach(sentence -> html.append("<p>").append(unbroken(sentence)).append("</p>\n"));
    html.append("<dl class=\"tiles\">");
    for (Report.Tile tile : summary.tiles()) {
      html.append("<div><dt>")
          .append(escaped(tile.name()))
          .append("</dt><dd class=\"value")
          .append(tile.value().length() > LONG ? " long" : "")
          .append("\">")
          .append(unbroken(tile.value()))
          .append("</dd><dd class=\"note\">")
          .append(unbroken(tile.note()))
          .append("</dd></div>");
    }
    html.append("</dl></section>\n");
  }

  private static String echarts() {
    try (InputStream in = HtmlPage.class.getResourceAsStream(ECHARTS)) {
      if (in == null) {
        throw new IllegalStateException("ECharts is not on the class path: " + ECHARTS);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
