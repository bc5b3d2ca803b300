package dev.lariat.cli.explain;

import dev.lariat.data.NumberText;
import dev.lariat.explain.QuadraticPair.Point;
import dev.lariat.explain.QuadraticPair;
import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Penalty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/** Two weights: where the loss meets each penalty's ball, and the solution's way along λ. */
record GeometryPage(Page page, Map<String, ?> numbers) {
  private static final int WAY = 60;

  /** A penalty by its strength, with the name of its ball. */
  private record Kind(String name, String ball, DoubleFunction<Penalty> at) {}

  static GeometryPage of(QuadraticPair loss, String story, Double asked, double alpha) {
    double most = Math.max(Math.abs(loss.b1()), Math.abs(loss.b2()));
    double lambda = asked != null
        ? asked
        : most == 0 ? 0.1 : new BigDecimal(0.6 * most).round(new MathContext(2)).doubleValue();
    List<Kind> kinds = kinds(alpha);
    Page.Builder page = Page.titled("Why L1 makes zeros and L2 does not, in the plane of two weights");
    page.say(story);
    page.say("The loss is ½(" + NumberText.significant(loss.a11(), 4) + "·w₁² + 2·" + signed(loss.a12()) + "·w₁w₂ + "
        + NumberText.significant(loss.a22(), 4) + "·w₂²) − " + signed(loss.b1()) + "·w₁ − " + signed(loss.b2())
        + "·w₂. A penalty of strength λ is the same as a ball that w may not leave: the solution is where the ball touches the "
        + "lowest contour of the loss that it reaches. All four are drawn at λ = " + NumberText.significant(lambda, 4)
        + ".");
    for (Kind kind : kinds) {
      drawn(page, loss, kind, lambda, most);
    }
    if (loss.singular()) {
      twice(page, loss, lambda, alpha);
    }
    way(page, loss, kinds, most);
    page.heading("Why")
        .say("A ball with corners on the axes is mostly touched at a corner, and on an axis a weight is 0. L1's "
            + "diamond has corners there, and so has the elastic net's ball, with rounded sides between them. L2's circle has "
            + "none: every point of it is as good as another, so an exact 0 would be a coincidence. The group's ball is a circle "
            + "too, but its penalty is the radius and not its square: it is a cone with its tip at 0, so both weights stay until "
            + "they vanish together.");
    page.say("With your own data:")
        .lines("lariat explain geometry DATA.csv --columns A,B --target Y", "lariat explain geometry --duplicate");
    return new GeometryPage(page.build(), numbers(loss, kinds, lambda, most));
  }

  private static List<Kind> kinds(double alpha) {
    return List.of(new Kind("L1", "diamond |w₁| + |w₂| ≤ t", L1::new), new Kind("L2", "circle w₁² + w₂² ≤ t", L2::new),
        new Kind("elastic net",
            "ball α(|w₁| + |w₂|) + (1−α)/2·(w₁² + w₂²) ≤ t with α = " + NumberText.significant(alpha, 3),
            lambda -> new ElasticNet(lambda, alpha)),
        new Kind("group lasso", "ball √(w₁² + w₂²) ≤ t", lambda -> new GroupLasso(lambda, GroupBy.UNIT)));
  }

  private static String signed(double number) {
    String text = NumberText.significant(number, 4);
    return number < 0 ? "(" + text + ")" : text;
  }

  private static void drawn(Page.Builder page, QuadraticPair loss, Kind kind, double lambda, double most) {
    Point solution = loss.minimum(kind.at.apply(lambda));
    page.heading(kind.name);
    String zeros = solution.w1() == 0 && solution.w2() == 0
        ? "both weights are exactly 0"
        : solution.w1() == 0 ? "w₁ is exactly 0" : solution.w2() == 0 ? "w₂ is exactly 0" : "neither weight is 0";
    page.say("The " + kind.ball + ". At λ = " + NumberText.significant(lambda, 4) + " the solution is w = "
        + shown(solution) + ": " + zeros + ".");
    List<Series> series = new ArrayList<>();
    series.add(new Series("solution", Style.POINTS, List.of(solution.w1()), List.of(solution.w2())));
    Point bottom = loss.minimum();
    series.add(new Series("minimum of the loss", Style.POINTS, List.of(bottom.w1()), List.of(bottom.w2())));
    series.add(line("ball", Style.SHAPE, ball(kind.at.apply(1), solution)));
    series.add(line("the solution's way, λ from 0 up", Style.LINE, path(loss, kind, most)));
    for (double share : new double[]{0.15, 1, 2.2}) {
      double level = loss.loss(bottom) + share * (loss.loss(solution) - loss.loss(bottom));
      contour(loss, bottom, level).forEach(points -> series.add(line("contour", Style.CONTOUR, points)));
    }
    page.add(new Plot("Contours of the loss, " + kind.name + "'s ball and the way of the solution", "w₁", "w₂", true,
        series));
  }

  private static String shown(Point w) {
    return "(" + NumberText.significant(w.w1(), 5) + ", " + NumberText.significant(w.w2(), 5) + ")";
  }

  private static Series line(String name, Style style, List<Point> points) {
    return new Series(name, style, points.stream().map(Point::w1).toList(), points.stream().map(Point::w2).toList());
  }

  private static List<Point> path(QuadraticPair loss, Kind kind, double most) {
    List<Point> path = new ArrayList<>();
    for (int k = 0; k <= WAY; k++) {
      // Towards the end L2's way goes on for ever: this stops it near 0.
      double share = (double) k / WAY;
      double lambda = kind.name.equals("L2") ? most * share / Math.max(1e-2, 1 - share) : 2.2 * most * share;
      path.add(loss.minimum(kind.at.apply(lambda)));
    }
    return path;
  }

  /** The outline of the ball on whose edge a point lies: in each direction, as far as the penalty is the same. */
  private static List<Point> ball(Penalty penalty, Point edge) {
    double size = QuadraticPair.penalty(penalty, edge);
    List<Point> outline = new ArrayList<>();
    int corners = 96;
    for (int k = 0; k <= corners; k++) {
      double angle = 2 * Math.PI * k / corners;
      double high = 4 * edge.absolute() + 1e-9;
      double low = 0;
      for (int halving = 0; halving < 60; halving++) {
        double radius = (low + high) / 2;
        Point point = new Point(radius * Math.cos(angle), radius * Math.sin(angle));
        if (QuadraticPair.penalty(penalty, point) < size) {
          low = radius;
        } else {
          high = radius;
        }
      }
      outline.add(new Point(low * Math.cos(angle), low * Math.sin(angle)));
    }
    return outline;
  }

  /** The points where the loss has this value: an ellipse; two parallel lines if one column is given twice. */
  private static List<List<Point>> contour(QuadraticPair loss, Point bottom, double level) {
    double above = level - loss.loss(bottom);
    if (!(above > 1e-12)) {
      return List.of();
    }
    double half = (loss.a11() - loss.a22()) / 2;
    double middle = (loss.a11() + loss.a22()) / 2;
    double spread = Math.hypot(half, loss.a12());
    double angle = spread == 0 ? 0 : Math.atan2(loss.a12(), half) / 2;
    double along = Math.sqrt(2 * above / (middle + spread));
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    if (loss.singular()) {
      double far = 50 * (1 + bottom.norm());
      List<List<Point>> lines = new ArrayList<>();
      for (int side = -1; side <= 1; side += 2) {
        double x = bottom.w1() + side * along * c;
        double y = bottom.w2() + side * along * s;
        lines.add(List.of(new Point(x - far * s, y + far * c), new Point(x + far * s, y - far * c)));
      }
      return lines;
    }
    double across = Math.sqrt(2 * above / (middle - spread));
    List<Point> ellipse = new ArrayList<>();
    for (int k = 0; k <= 72; k++) {
      double u = along * Math.cos(2 * Math.PI * k / 72);
      double v = across * Math.sin(2 * Math.PI * k / 72);
      ellipse.add(new Point(bottom.w1() + c * u - s * v, bottom.w2() + s * u + c * v));
    }
    return List.of(ellipse);
  }

  private static void twice(Page.Builder page, QuadraticPair loss, double lambda, double alpha) {
    page.heading("One column given twice");
    L1 lasso = new L1(lambda);
    List<Point> ends = loss.ends(lasso);
    Point ridge = loss.minimum(new L2(lambda));
    page.say("L2 halves the weight between the two: w = " + shown(ridge)
        + ", because two halves have a smaller sum of squares "
        + "than one whole. L1 does not care: every split between " + shown(ends.getFirst()) + " and "
        + shown(ends.getLast())
        + " has the same loss and the same penalty, so which one a solver returns depends on its "
        + "starting point and its order, and says nothing about the columns. The elastic net's L2 part, however small, makes the "
        + "solution unique again: " + shown(loss.minimum(new ElasticNet(lambda, alpha))) + ".");
    List<List<String>> rows = new ArrayList<>();
    for (double share : new double[]{0, 0.25, 0.5, 0.75, 1}) {
      Point w = new Point(ends.getFirst().w1() * (1 - share) + ends.getLast().w1() * share,
          ends.getFirst().w2() * (1 - share) + ends.getLast().w2() * share);
      rows.add(List.of(NumberText.significant(w.w1(), 5), NumberText.significant(w.w2(), 5),
          NumberText.significant(loss.loss(w), 6),
          NumberText.significant(loss.loss(w) + QuadraticPair.penalty(lasso, w), 6),
          NumberText.significant(loss.loss(w) + QuadraticPair.penalty(new L2(lambda), w), 6)));
    }
    page.add(new Table(List.of("w₁", "w₂", "loss", "loss + L1", "loss + L2"), rows));
  }

  private static void way(Page.Builder page, QuadraticPair loss, List<Kind> kinds, double most) {
    page.heading("The solution as λ grows");
    List<String> header = new ArrayList<>(List.of("λ"));
    for (Kind kind : kinds) {
      header
          .add((kind.name.startsWith("elastic") ? "net" : kind.name.startsWith("group") ? "group" : kind.name) + " w₁");
      header.add("w₂");
    }
    List<List<String>> rows = new ArrayList<>();
    for (double share : new double[]{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 4}) {
      List<String> row = new ArrayList<>(List.of(NumberText.significant(share * most, 3)));
      for (Kind kind : kinds) {
        Point w = loss.minimum(kind.at.apply(share * most));
        row.add(cell(w.w1()));
        row.add(cell(w.w2()));
      }
      rows.add(row);
    }
    page.add(new Table(header, rows));
    List<Series> series = new ArrayList<>();
    for (Kind kind : kinds.subList(0, 2)) {
      List<Double> x = new ArrayList<>();
      List<Double> y1 = new ArrayList<>();
      List<Double> y2 = new ArrayList<>();
      for (int k = 0; k <= WAY; k++) {
        double lambda = 1.25 * most * k / WAY;
        Point w = loss.minimum(kind.at.apply(lambda));
        x.add(lambda);
        y1.add(w.w1());
        y2.add(w.w2());
      }
      series.add(new Series(kind.name + " w₁", Style.LINE, x, y1));
      series.add(new Series(kind.name + " w₂", Style.LINE, x, y2));
    }
    page.add(new Plot("L1 and L2: the weights against λ", "λ", "w", false, series));
    StringBuilder text = new StringBuilder();
    for (Kind kind : kinds) {
      text.append(kind.name).append(": ").append(vanishing(loss, kind, most)).append(". ");
    }
    page.say(text.toString().strip());
  }

  private static String cell(double w) {
    return w == 0 ? "0" : NumberText.significant(w, 3);
  }

  private static String vanishing(QuadraticPair loss, Kind kind, double most) {
    if (kind.at.apply(1) instanceof L2) {
      return "no λ makes a weight exactly 0";
    }
    double first = firstZero(loss, kind, most, w -> w.w1() == 0);
    double second = firstZero(loss, kind, most, w -> w.w2() == 0);
    if (Double.isInfinite(Math.max(first, second))) {
      return "no λ here makes both 0";
    }
    return first == second
        ? "both are 0 from λ = " + NumberText.significant(first, 4) + " on"
        : "w₁ is 0 from λ = " + NumberText.significant(first, 4) + " on, w₂ from " + NumberText.significant(second, 4)
            + " on";
  }

  private static double firstZero(QuadraticPair loss, Kind kind, double most, Predicate<Point> zero) {
    double low = 0;
    double high = 100 * most + 1e-9;
    if (!zero.test(loss.minimum(kind.at.apply(high)))) {
      return Double.POSITIVE_INFINITY;
    }
    for (int halving = 0; halving < 80; halving++) {
      double middle = (low + high) / 2;
      if (zero.test(loss.minimum(kind.at.apply(middle)))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static Map<String, ?> numbers(QuadraticPair loss, List<Kind> kinds, double lambda, double most) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("loss", loss);
    all.put("lambda", lambda);
    Map<String, Object> solutions = new LinkedHashMap<>();
    for (Kind kind : kinds) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("solution", loss.minimum(kind.at.apply(lambda)));
      List<Map<String, Object>> way = new ArrayList<>();
      for (int k = 0; k <= 20; k++) {
        Map<String, Object> at = new LinkedHashMap<>();
        at.put("lambda", most * k / 10);
        at.put("w", loss.minimum(kind.at.apply(most * k / 10)));
        way.add(at);
      }
      one.put("path", way);
      solutions.put(kind.name, one);
    }
    all.put("penalties", solutions);
    return all;
  }
}
