package dev.lariat.cli.explain;

import dev.lariat.cli.explain.Page.Series;
import dev.lariat.cli.explain.Page.Style;
import java.util.List;
import java.util.Locale;

/** A page as one HTML file that loads nothing: its policy forbids every request, and styles and figures are inside. */
final class HtmlPage {
  private static final String HEAD = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%s</title>
      <style>
      :root{--ink:#1d2129;--soft:#5c6470;--paper:#fff;--panel:#f5f6f8;--line:#dfe2e7;
      --c0:#1f5fbf;--c1:#c2410c;--c2:#15803d;--c3:#9333ea;--c4:#b45309;--c5:#0e7490}
      @media (prefers-color-scheme:dark){:root{--ink:#e4e7ec;--soft:#9aa3b0;--paper:#14171c;--panel:#1d2128;--line:#323842;
      --c0:#7db2ff;--c1:#ff9d6b;--c2:#6fdc94;--c3:#cf9bff;--c4:#f5c462;--c5:#5fd3e6}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:46rem;padding:1.2rem 1rem 4rem;background:var(--paper);color:var(--ink);
      font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
      h1{font-size:1.6rem;line-height:1.2;margin:.4rem 0 1rem}
      h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
      pre{background:var(--panel);border-radius:.4rem;padding:.7rem .9rem;overflow-x:auto;
      font:.86rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
      .wide{overflow-x:auto;margin:1rem 0}
      table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
      th,td{text-align:left;padding:.3rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
      th{color:var(--soft);font-weight:600}
      th:first-child,td:first-child{padding-left:.2rem}
      .number{text-align:right}
      figure{margin:1.4rem 0}
      figcaption{font-size:.9rem;color:var(--soft);margin-bottom:.3rem}
      svg{width:100%%;height:auto;display:block}
      .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.3rem 0 0;font-size:.88rem}
      .legend svg{width:1.6rem;height:.8rem;display:inline-block;vertical-align:-.05rem;margin-right:.3rem}
      .grid{stroke:var(--line);stroke-width:1}.grid.zero{stroke:var(--soft);stroke-dasharray:4 3}
      .tick,.axis,.name{fill:var(--soft);font:12px system-ui,sans-serif}.name{font-size:13px}
      .line{fill:none;stroke-width:2;stroke-linejoin:round}.contour{fill:none;stroke:var(--soft);stroke-width:.8;opacity:.6}
      .shape{stroke-width:1.6;fill-opacity:.14}.hollow{fill:var(--paper);stroke-width:2}
      .on{fill:var(--c0)}.off{fill:none;stroke:var(--soft);stroke-width:1}
      @media (max-width:30rem){body{padding:.8rem .8rem 3rem}.tick,.axis{font-size:14px}.name{font-size:15px}
      pre{font-size:.76rem;padding:.6rem}th,td{padding:.3rem .45rem}table{font-size:.84rem}
      .stack,.stack tbody,.stack tr,.stack td{display:block}.stack thead{display:none}
      .stack tr{border-bottom:1px solid var(--line);padding:.5rem 0}.stack td{border:0;padding:.1rem .2rem}
      .stack td:first-child{font-weight:600}.stack td[data-name]::before{content:attr(data-name) ": ";color:var(--soft)}}
      @media print{:root{--ink:#000;--soft:#444;--paper:#fff;--panel:#fff;--line:#bbb;
      --c0:#1f5fbf;--c1:#c2410c;--c2:#15803d;--c3:#9333ea;--c4:#b45309;--c5:#0e7490}
      body{max-width:none;padding:0;font-size:10.5pt}pre{border:1px solid var(--line);white-space:pre-wrap;font-size:8.5pt}
      figure,tr,pre{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}svg{max-width:13cm!important}}
      %s</style>
      </head>
      <body>
      <main>
      <h1>%s</h1>
      """;

  private final StringBuilder html = new StringBuilder();

  private HtmlPage() {}

  static String of(Page page, String footer) {
    HtmlPage html = new HtmlPage();
    StringBuilder colours = new StringBuilder();
    for (int c = 0; c < 6; c++) {
      colours.append(".line.c").append(c).append(",.hollow.c").append(c).append("{stroke:var(--c").append(c)
          .append(")}.mark.c").append(c).append("{fill:var(--c").append(c).append(")}.shape.c").append(c)
          .append("{stroke:var(--c").append(c).append(");fill:var(--c").append(c).append(")}\n");
    }
    html.html.append(String.format(Locale.ROOT, HEAD, escaped(page.title()), colours, escaped(page.title())));
    page.blocks().forEach(html::block);
    html.html.append("</main>\n<footer><p class=\"axis\" style=\"color:var(--soft);font-size:.85rem\">")
        .append(escaped(footer)).append("</p></footer>\n</body>\n</html>\n");
    return html.html.toString();
  }

  private void block(Page.Block block) {
    switch (block) {
      case Page.Heading(String text) -> tag("h2", text);
      case Page.Paragraph(String text) -> tag("p", text);
      case Page.Lines(List<String> lines) -> tag("pre", String.join("\n", lines));
      case Page.Table table -> table(table);
      case Page.Plot plot -> plot(plot);
      case Page.Squares squares -> squares(squares);
    }
  }

  private void tag(String name, String text) {
    html.append('<').append(name).append('>').append(escaped(text)).append("</").append(name).append(">\n");
  }

  private void table(Page.Table table) {
    boolean[] numeric = TextPage.numeric(table);
    // Many columns of words do not fit on a phone side by side: there each row becomes a card.
    boolean stack = table.rows().stream().anyMatch(row -> String.join("", row).length() > 90);
    html.append("<div class=\"wide\"><table").append(stack ? " class=\"stack\"" : "").append("><thead><tr>");
    for (int c = 0; c < numeric.length; c++) {
      html.append(numeric[c] ? "<th class=\"number\">" : "<th>").append(escaped(table.header().get(c))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      for (int c = 0; c < numeric.length; c++) {
        html.append("<td").append(numeric[c] ? " class=\"number\"" : "");
        if (stack && c > 0) {
          html.append(" data-name=\"").append(escaped(table.header().get(c))).append('"');
        }
        html.append('>').append(escaped(row.get(c))).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void plot(Page.Plot plot) {
    html.append("<figure><figcaption>").append(escaped(plot.title())).append("</figcaption>").append(SvgPlot.of(plot))
        .append("\n<ul class=\"legend\">");
    for (int s = 0; s < plot.series().size(); s++) {
      Series series = plot.series().get(s);
      if (series.style() != Style.CONTOUR) {
        html.append("<li><svg viewBox=\"0 0 32 16\" aria-hidden=\"true\">").append(sample(plot, s)).append("</svg>")
            .append(escaped(series.name())).append("</li>");
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
    html.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\" "
        + "aria-label=\"%s\">", names + columns * 22, squares.on().size() * 22 + 4, (names + columns * 22) * 5 / 4,
        escaped(squares.title())));
    for (int r = 0; r < squares.on().size(); r++) {
      html.append(String.format(Locale.ROOT, "<text class=\"name\" x=\"2\" y=\"%d\">%s</text>", r * 22 + 16,
          escaped(squares.names().get(r))));
      for (int c = 0; c < squares.on().get(r).size(); c++) {
        html.append(String.format(Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"17\" height=\"17\" rx=\"3\"/>",
            squares.on().get(r).get(c) ? "on" : "off", names + c * 22, r * 22 + 3));
      }
    }
    html.append("</svg></figure>\n");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
