package dev.lariat.cli.explain;

import static dev.lariat.cli.html.HtmlDocument.escaped;

import dev.lariat.cli.explain.Page.Series;
import dev.lariat.cli.explain.Page.Style;
import dev.lariat.cli.html.HtmlDocument;
import dev.lariat.cli.html.HtmlTable;
import java.util.List;
import java.util.Locale;

/** A page as one HTML file that loads nothing: its policy forbids every request, and styles and figures are inside. */
final class HtmlPage {
  private final StringBuilder html = new StringBuilder();

  private HtmlPage() {}

  static String of(Page page, String footer) {
    HtmlPage html = new HtmlPage();
    html.html.append("<main>\n<h1>").append(escaped(page.title())).append("</h1>\n");
    page.blocks().forEach(html::block);
    html.html.append("</main>\n<footer><p class=\"made\">").append(escaped(footer)).append("</p></footer>\n");
    return HtmlDocument.of(page.title(), HtmlDocument.resource(HtmlPage.class, "page.css"), html.html.toString(),
        List.of());
  }

  private void block(Page.Block block) {
    switch (block) {
      case Page.Heading(String text) -> tag("h2", text);
      case Page.Paragraph(String text) -> tag("p", text);
      case Page.Lines(List<String> lines) -> tag("pre", String.join("\n", lines));
      case Page.Table(List<String> header, List<List<String>> rows) -> html.append(HtmlTable.of(header, rows));
      case Page.Plot plot -> plot(plot);
      case Page.Squares squares -> squares(squares);
    }
  }

  private void tag(String name, String text) {
    html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append(">\n");
  }

  private void plot(Page.Plot plot) {
    html.append("<figure><figcaption>")
        .append(escaped(plot.title()))
        .append("</figcaption>")
        .append(SvgPlot.of(plot))
        .append("\n<ul class=\"legend\">");
    for (int s = 0; s < plot.series().size(); s++) {
      Series series = plot.series().get(s);
      if (series.style() != Style.CONTOUR) {
        html.append("<li><svg viewBox=\"0 0 32 16\" aria-hidden=\"true\">")
            .append(sample(plot, s))
            .append("</svg>")
            .append(escaped(series.name()))
            .append("</li>");
      }
    }
    html.append("</ul></figure>\n");
  }

  private static String sample(Page.Plot plot, int s) {
    int colour = SvgPlot.colour(plot.series(), s);
    String line = "<polyline class=\"line c" + colour + "\" points=\"1,8 31,8\"/>";
    return switch (plot.series().get(s).style()) {
      case MARKED -> line + SvgPlot.mark(16, 8, colour);
      case LINE -> line;
      case POINTS -> SvgPlot.mark(16, 8, colour);
      case SHAPE -> "<polygon class=\"shape c" + colour + "\" points=\"4,2 28,2 28,14 4,14\"/>";
      case CONTOUR -> "";
    };
  }

  private void squares(Page.Squares squares) {
    int columns = squares.on().getFirst().size();
    int names = 10 + 8 * squares.names().stream().mapToInt(TextPage::width).max().orElse(0);
    html.append("<figure><figcaption>").append(escaped(squares.title())).append("</figcaption>");
    html.append(String.format(Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" " + "aria-label=\"%s\">", names + columns * 22,
        squares.on().size() * 22 + 4, (names + columns * 22) * 5 / 4, escaped(squares.title())));
    for (int r = 0; r < squares.on().size(); r++) {
      html.append(String.format(Locale.ROOT, "<text class=\"name\" x=\"2\" y=\"%d\">%s</text>", r * 22 + 16,
          escaped(squares.names().get(r))));
      for (int c = 0; c < squares.on().get(r).size(); c++) {
        html.append(
            String.format(Locale.ROOT, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"17\" height=\"17\" rx=\"3\"/>",
                squares.on().get(r).get(c) ? "on" : "off", names + c * 22, r * 22 + 3));
      }
    }
    html.append("</svg></figure>\n");
  }
}
