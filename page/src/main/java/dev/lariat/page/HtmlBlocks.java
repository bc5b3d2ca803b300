package dev.lariat.page;

import static dev.lariat.page.HtmlDocument.escaped;

import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Squares;
import dev.lariat.page.Block.Style;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Blocks as HTML, one after the other, and what a script draws into them. */
final class HtmlBlocks {
  /** How many shades a mark has. */
  private static final int MARK_LEVELS = 3;
  /** Of a figure that states no height, in pixels. */
  private static final int HEIGHT = 340;

  private final StringBuilder html;
  private final ObjectNode plots = JsonMapper.shared().createObjectNode();

  HtmlBlocks(StringBuilder html) {
    this.html = html;
  }

  /** Adds blocks; small figures that follow each other stand side by side. */
  void all(List<Block> blocks) {
    Figure.Size open = Figure.Size.WIDE;
    for (Block block : blocks) {
      Figure.Size size = block instanceof Block.Drawn(Figure figure) ? figure.size() : Figure.Size.WIDE;
      if (size != open) {
        html.append(closing(open)).append(opening(size));
      }
      open = size;
      block(block);
    }
    html.append(closing(open));
  }

  private static String opening(Figure.Size size) {
    return switch (size) {
      case WIDE -> "";
      case HALF -> "<div class=\"pair\">\n";
      case SMALL -> "<div class=\"multiples\">\n";
    };
  }

  private static String closing(Figure.Size size) {
    return size == Figure.Size.WIDE ? "" : "</div>\n";
  }

  private void block(Block block) {
    switch (block) {
      case Block.Heading(String text) -> tag("h2", text);
      case Block.Paragraph(String text) -> tag("p", text);
      case Block.Lines(List<String> lines) -> tag("pre", String.join("\n", lines));
      case Block.Marked(String title, List<Block.Marked.Span> spans) -> marked(title, spans);
      case Block.Code(String title, String text) -> html.append("<details class=\"code\"><summary>")
          .append(escaped(title))
          .append("</summary><pre tabindex=\"0\">")
          .append(escaped(text))
          .append("</pre></details>\n");
      case Block.Table(String caption, List<String> header, List<List<String>> rows) ->
        html.append(caption.isEmpty() ? "" : "<h3>" + escaped(caption) + "</h3>\n").append(HtmlTable.of(header, rows));
      case Block.Items(List<String> items) -> {
        html.append("<ul class=\"items\">");
        items.forEach(item -> html.append("<li>").append(unbroken(item)).append("</li>\n"));
        html.append("</ul>\n");
      }
      case Block.Glossary(List<Block.Glossary.Term> terms) -> {
        html.append("<dl class=\"glossary\">");
        terms.forEach(term -> html.append("<dt>")
            .append(escaped(term.name()))
            .append("</dt><dd>")
            .append(unbroken(term.meaning()))
            .append("</dd>\n"));
        html.append("</dl>\n");
      }
      case Block.Drawn(Figure figure) -> figure(figure);
      case Plot plot -> plot(plot);
      case Squares squares -> squares(squares);
    }
  }

  /** The sign is in the line below the word too, for who sees no colours. */
  private void marked(String title, List<Block.Marked.Span> spans) {
    html.append("<p class=\"marked\"><b>").append(escaped(title)).append("</b> ");
    for (Block.Marked.Span span : spans) {
      int level = (int) Math.ceil(Math.abs(span.weight()) * MARK_LEVELS);
      if (level == 0) {
        html.append(escaped(span.text()));
      } else {
        html.append("<mark class=\"")
            .append(span.weight() > 0 ? "for" : "against")
            .append(" m")
            .append(Math.min(level, MARK_LEVELS))
            .append("\">")
            .append(escaped(span.text()))
            .append("</mark>");
      }
    }
    html.append("</p>\n");
  }

  private void tag(String name, String text) {
    html.append('<')
        .append(name)
        .append('>')
        .append(name.equals("p") ? unbroken(text) : escaped(text))
        .append("</")
        .append(name)
        .append(">\n");
  }

  /**
   * Text whose numbers (5.9e-4, 3 ± 1) and log-loss are not parted at the end of a line: U+2060 and U+00A0 join what is
   * beside them.
   */
  static String unbroken(String text) {
    return escaped(text).replaceAll("(?<=\\de-)(?=\\d)|(?<=\\blog)(?=-loss\\b)|(?<=\\blog-)(?=loss\\b)", "\u2060")
        .replace(" ± ", "\u00a0±\u00a0")
        .replace("95 %", "95\u00a0%");
  }

  private void figure(Figure figure) {
    html.append(String.format(Locale.ROOT,
        "<figure id=\"%s\"><figcaption><span>%s</span><button type=\"button\" "
            + "class=\"save\" title=\"Save as picture\" aria-label=\"Save as picture: %s\">⤓ PNG</button></figcaption>"
            + "<div class=\"plot\" role=\"img\" tabindex=\"0\" data-height=\"%d\" aria-label=\"%s\"></div>",
        figure.id(), unbroken(figure.title()), escaped(figure.title()), figure.height().orElse(HEIGHT),
        escaped(figure.title())));
    html.append("<details class=\"behind\" open><summary>The numbers</summary>")
        .append(HtmlTable.of(figure.header(), figure.rows()))
        .append("</details></figure>\n");
    plots.set(figure.id(), figure.plot());
  }

  /**
   * What the script draws, as JSON in a script element: without {@code <} nothing in it can end the element or begin
   * another (HTML, section 4.12.1.3).
   */
  String figures() {
    return plots.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private void plot(Plot plot) {
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

  private static String sample(Plot plot, int s) {
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

  private void squares(Squares squares) {
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
