package dev.lariat.page;

import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import dev.lariat.page.HtmlDocument;
import java.util.List;
import java.util.Locale;

/** A plot as inline SVG; colours and fonts come from the style sheet of {@link HtmlPage}. */
final class SvgPlot {
  private static final double WIDTH = 480;
  private static final double HEIGHT = 300;
  private static final double LEFT = 52;
  /** Half of four digits at the end of the axis, in the letters of a phone. */
  private static final double RIGHT = 18;
  private static final double TOP = 26;
  private static final double BOTTOM = 42;

  private final Plot plot;
  private final Axes axes;
  private final double width;
  private final double height;
  private final StringBuilder svg = new StringBuilder();

  private SvgPlot(Plot plot) {
    this.plot = plot;
    this.axes = Axes.of(plot);
    double aspect = (axes.right() - axes.left()) / (axes.top() - axes.bottom());
    double inner = WIDTH - LEFT - RIGHT;
    if (plot.square()) {
      double tall = Math.min(inner / aspect, 400);
      height = tall + TOP + BOTTOM;
      width = Math.max(300, tall * aspect + LEFT + RIGHT);
    } else {
      width = WIDTH;
      height = HEIGHT;
    }
  }

  static String of(Plot plot) {
    return new SvgPlot(plot).draw();
  }

  private String draw() {
    String clip = "p" + Integer.toHexString(plot.hashCode());
    open("svg", "viewBox", "0 0 " + number(width) + " " + number(height), "width", number(width * 1.35), "role", "img",
        "aria-label", HtmlDocument.escaped(plot.title()));
    open("clipPath", "id", clip);
    open("rect", "x", LEFT, "y", TOP, "width", width - LEFT - RIGHT, "height", height - TOP - BOTTOM);
    svg.append("</rect></clipPath>");
    grid();
    open("g", "clip-path", "url(#" + clip + ")");
    plot.series().stream().filter(s -> s.style() == Style.CONTOUR).forEach(s -> series(s, 0));
    svg.append("</g>");
    // What matters most is drawn last, and so lies on top.
    for (int s = plot.series().size() - 1; s >= 0; s--) {
      if (plot.series().get(s).style() != Style.CONTOUR) {
        series(plot.series().get(s), colour(plot.series(), s));
      }
    }
    svg.append("</svg>");
    return svg.toString();
  }

  private void grid() {
    double bottom = height - BOTTOM;
    for (double tick : axes.xTicks()) {
      open("line", "class", "grid" + zero(tick), "x1", x(tick), "y1", TOP, "x2", x(tick), "y2", bottom);
      svg.append("</line>");
      text("tick", x(tick), bottom + 16, "middle", axes.xLabel(tick));
    }
    for (double tick : axes.yTicks()) {
      open("line", "class", "grid" + zero(tick), "x1", LEFT, "y1", y(tick), "x2", width - RIGHT, "y2", y(tick));
      svg.append("</line>");
      text("tick", LEFT - 6, y(tick) + 4, "end", axes.yLabel(tick));
    }
    text("axis", width - RIGHT, height - 6, "end", plot.x());
    text("axis", 4, 15, "start", plot.y());
  }

  private String zero(double tick) {
    return Math.abs(tick) < 1e-12 && (axes.bottom() < 0 || plot.square()) ? " zero" : "";
  }

  private void series(Series series, int colour) {
    String kind = switch (series.style()) {
      case MARKED, LINE -> "line c" + colour;
      case CONTOUR -> "contour";
      case SHAPE -> "shape c" + colour;
      case POINTS -> "";
    };
    if (!kind.isEmpty()) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < series.x().size(); i++) {
        points.append(number(x(clampX(series.x().get(i)))))
            .append(',')
            .append(number(y(clampY(series.y().get(i)))))
            .append(' ');
      }
      String name = series.style() == Style.SHAPE ? "polygon" : "polyline";
      open(name, "class", kind, "points", points.toString().strip());
      svg.append("</").append(name).append('>');
    }
    if (series.style() == Style.MARKED || series.style() == Style.POINTS) {
      for (int i = 0; i < series.x().size(); i++) {
        svg.append(mark(x(series.x().get(i)), y(series.y().get(i)), colour));
      }
    }
  }

  /** Contours may leave the plot: far outside they are cut, which the clipping of the drawing area hides. */
  private double clampX(double value) {
    double span = axes.right() - axes.left();
    return Math.clamp(value, axes.left() - 4 * span, axes.right() + 4 * span);
  }

  private double clampY(double value) {
    double span = axes.top() - axes.bottom();
    return Math.clamp(value, axes.bottom() - 4 * span, axes.top() + 4 * span);
  }

  /** A mark whose form tells series apart without colour. */
  static String mark(double x, double y, int colour) {
    String form = switch (colour % 6) {
      case 0 -> String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"", x, y);
      case 1 -> String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"", x, y);
      case 2 -> path(x, y, "M0,-5L5,0L0,5L-5,0Z");
      case 3 -> path(x, y, "M0,-5L4.5,4L-4.5,4Z");
      case 4 -> path(x, y, "M0,5L4.5,-4L-4.5,-4Z");
      default -> path(x, y, "M-1.2,-4.5h2.4v3.3h3.3v2.4h-3.3v3.3h-2.4v-3.3h-3.3v-2.4h3.3Z");
    };
    return form + " class=\"" + (colour % 6 == 1 ? "hollow" : "mark") + " c" + colour % 6 + "\"/>";
  }

  private static String path(double x, double y, String form) {
    return String.format(Locale.ROOT, "<path transform=\"translate(%.1f,%.1f)\" d=\"%s\"", x, y, form);
  }

  /** The number of a series among those that the legend names. */
  static int colour(List<Series> all, int index) {
    int named = 0;
    for (int s = 0; s < index; s++) {
      named += all.get(s).style() == Style.CONTOUR ? 0 : 1;
    }
    return named % 6;
  }

  private double x(double value) {
    return LEFT + (value - axes.left()) / (axes.right() - axes.left()) * (width - LEFT - RIGHT);
  }

  private double y(double value) {
    return TOP + (axes.top() - value) / (axes.top() - axes.bottom()) * (height - TOP - BOTTOM);
  }

  private void text(String kind, double x, double y, String anchor, String text) {
    open("text", "class", kind, "x", x, "y", y, "text-anchor", anchor);
    svg.append(HtmlDocument.escaped(text)).append("</text>");
  }

  /** An opening tag with attributes: names and values in turn. */
  private void open(String name, Object... attributes) {
    svg.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1] instanceof Double number ? number(number) : attributes[i + 1];
      svg.append(' ').append(attributes[i]).append("=\"").append(value).append('"');
    }
    svg.append('>');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
