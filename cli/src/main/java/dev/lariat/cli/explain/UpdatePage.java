package dev.lariat.cli.explain;

import dev.lariat.data.NumberText;
import dev.lariat.explain.TracedLoss;
import dev.lariat.explain.UpdateTrace;
import dev.lariat.optim.Optimizer;
import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** One trace, written out. */
record UpdatePage(Page page, Map<String, ?> numbers) {
  /** More steps than this are not all shown; {@code --json} has them. */
  private static final int SHOWN_STEPS = 12;
  private static final int SHOWN_WEIGHTS = 6;

  /**
   * What is traced.
   *
   * @param start the weights
   * @param loss whose gradient they see
   * @param lambda the strength of whatever penalty
   * @param optimizer with its rate
   * @param steps how many
   */
  record Setting(List<Double> start, TracedLoss loss, double lambda, Optimizer optimizer, int steps) {
    UpdateTrace trace(List<? extends Regularizer> penalty, ZeroRule rule) {
      return UpdateTrace.of(loss, start, optimizer, penalty, rule, steps);
    }

    String lossText() {
      return switch (loss) {
        case TracedLoss.Linear(List<Double> g) -> "a loss whose gradient is " + Notation.vector(g) + " everywhere";
        case TracedLoss.Quadratic(List<Double> b) ->
          "the loss ½Σ(θ − b)² with its minimum at b = " + Notation.vector(b);
        case TracedLoss.Noise(List<Double> g) -> "a gradient that alternates between ±" + Notation.vector(g);
      };
    }

    String text() {
      return "θ = " + Notation.vector(start) + " at the start, " + lossText() + ", learning rate η = "
          + Notation.of(optimizer.learningRate()) + ", λ = " + Notation.of(lambda) + ", optimizer " + optimizer.name()
          + ".";
    }

    Map<String, Object> numbers() {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("theta", start);
      all.put("loss", loss.word());
      all.put(loss.meaning(), loss.numbers());
      all.put("lambda", lambda);
      all.put("optimizer", optimizer.name());
      all.put("lr", optimizer.learningRate());
      all.put("dialect", optimizer.dialect().name().toLowerCase(Locale.ROOT));
      if (optimizer.decay() > 0) {
        all.put("decay", optimizer.decay());
      }
      all.put("steps", steps);
      return all;
    }
  }

  static UpdatePage of(Setting setting, List<Regularizer> penalty, ZeroRule rule) {
    UpdateTrace trace = setting.trace(penalty, rule);
    String name = name(penalty, rule);
    Page.Builder page = Page.titled("Update by update: " + name + ", " + setting.optimizer.name());
    page.say(setting.text());
    page.say("Each update runs these steps, in this order (w is a weight, g its gradient):").lines(numbered(trace));
    page.heading("Step by step").lines(written(trace));
    page.heading("Table").add(table(setting, trace));
    elided(page, trace);
    page.add(plot(setting, trace));
    page.heading("What is seen here").say(rounding(trace));
    for (int i = 0; i < Math.min(SHOWN_WEIGHTS, setting.start.size()); i++) {
      page.say(seen(setting, trace, penalty, rule, i));
    }
    Map<String, Object> numbers = new LinkedHashMap<>();
    Map<String, Object> settings = setting.numbers();
    settings.put("penalty", penalty.isEmpty() ? "none" : penalty.getFirst().name());
    settings.put("rule", hasL1(penalty) ? rule.name().toLowerCase(Locale.ROOT) : null);
    numbers.put("settings", settings);
    numbers.putAll(numbers(trace));
    return new UpdatePage(page.build(), numbers);
  }

  static String name(List<Regularizer> penalty, ZeroRule rule) {
    String kind = penalty.isEmpty() ? "no penalty" : switch (penalty.getFirst()) {
      case L1 _ -> "L1";
      case L2 _ -> "L2";
      case ElasticNet _ -> "elastic net";
      default -> penalty.getFirst().name();
    };
    return hasL1(penalty) ? kind + " " + rule.name().toLowerCase(Locale.ROOT) : kind;
  }

  private static boolean hasL1(List<Regularizer> penalty) {
    return penalty.stream().anyMatch(p -> p instanceof L1 || p instanceof ElasticNet);
  }

  /** The trace as JSON has it. */
  static Map<String, Object> numbers(UpdateTrace trace) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("chain", trace.chain());
    all.put("largestRounding", trace.largestRounding());
    all.put("steps", trace.steps());
    return all;
  }

  private static List<String> numbered(UpdateTrace trace) {
    return IntStream.range(0, trace.chain().size()).mapToObj(k -> (k + 1) + ". " + trace.chain().get(k)).toList();
  }

  /** Which steps are shown, by number from 0: all, or the first and the last. */
  private static List<Integer> shown(UpdateTrace trace) {
    int all = trace.steps().size();
    return IntStream.range(0, all)
        .filter(t -> all <= SHOWN_STEPS || t < SHOWN_STEPS - 3 || t >= all - 2)
        .boxed()
        .toList();
  }

  static List<String> written(UpdateTrace trace) {
    List<String> lines = new ArrayList<>();
    int last = -1;
    for (int t : shown(trace)) {
      if (t > last + 1) {
        lines.add("…");
      }
      List<List<String>> weights = trace.steps().get(t).written();
      lines.add("step " + (t + 1));
      weights.stream().limit(SHOWN_WEIGHTS).flatMap(List::stream).forEach(line -> lines.add("  " + line));
      last = t;
    }
    return lines;
  }

  private static Table table(Setting setting, UpdateTrace trace) {
    int weights = Math.min(SHOWN_WEIGHTS, setting.start.size());
    boolean wide = weights > 2;
    List<String> header = new ArrayList<>(List.of("step"));
    for (int i = 0; i < weights; i++) {
      if (!wide) {
        header.add(Notation.indexed("gradient", i));
        header.add(Notation.indexed("penalty", i));
      }
      header.add(Notation.indexed("θ", i));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int t : shown(trace)) {
      UpdateTrace.Step step = trace.steps().get(t);
      List<String> row = new ArrayList<>(List.of(Integer.toString(step.step())));
      for (int i = 0; i < weights; i++) {
        if (!wide) {
          row.add(Notation.of(step.gradient().get(i)));
          row.add(Notation.of(step.penaltyGradient().get(i)));
        }
        row.add(Notation.weight(step.theta().get(i), step.trained().get(i)));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static void elided(Page.Builder page, UpdateTrace trace) {
    List<String> missing = new ArrayList<>();
    if (trace.steps().size() > SHOWN_STEPS) {
      missing.add("steps " + (SHOWN_STEPS - 2) + " to " + (trace.steps().size() - 2));
    }
    if (trace.start().size() > SHOWN_WEIGHTS) {
      missing.add("weights " + (SHOWN_WEIGHTS + 1) + " to " + trace.start().size());
    }
    if (!missing.isEmpty()) {
      page.say("Not shown: " + String.join(" and ", missing) + "; --json has everything.");
    }
  }

  private static Plot plot(Setting setting, UpdateTrace trace) {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN_WEIGHTS, setting.start.size()); i++) {
      int weight = i;
      Style style = trace.steps().size() > 40 ? Style.LINE : Style.MARKED;
      series.add(
          Series.steps(Notation.indexed("θ", i), style, trace.weights().stream().map(all -> all.get(weight)).toList()));
    }
    return new Plot("The weights after each step", "step", "θ", false, series);
  }

  /** How the calculation and the trainers' code compare. */
  static String rounding(UpdateTrace trace) {
    double size = trace.weights().stream().flatMap(List::stream).mapToDouble(Math::abs).max().orElse(0);
    String distance = NumberText.significant(trace.largestRounding(), 2);
    return trace.largestRounding() <= 1e-4 * Math.max(1e-3, size)
        ? "Every step was done twice: as written here, in decimal arithmetic, and by the code that trains networks, in "
            + "32 bits. The two differ by at most " + distance + ", which is rounding."
        : "Every step was done twice: as written here, in decimal arithmetic, and by the code that trains networks, in "
            + "32 bits. They come to differ by " + distance
            + ": a weight that is exactly 0 in decimals is a little off 0 "
            + "in 32 bits, and the penalty's sign there is decided by rounding. That is how fragile zeros are without a "
            + "clipped or proximal rule.";
  }

  private static String seen(Setting setting, UpdateTrace trace, List<Regularizer> penalty, ZeroRule rule, int i) {
    List<Double> way = trace.steps().stream().map(step -> step.theta().get(i)).toList();
    String weight = Notation.indexed("θ", i);
    double last = way.getLast();
    StringBuilder text = new StringBuilder(weight + ": ");
    int zero = way.indexOf(0.0);
    long zeros = way.stream().filter(w -> w == 0).count();
    if (zero < 0) {
      text.append("is at no step exactly 0");
    } else if (last == 0) {
      int from = way.size();
      while (from > 0 && way.get(from - 1) == 0) {
        from--;
      }
      text.append("is exactly 0 from step ").append(from + 1).append(" on");
    } else {
      text.append("is exactly 0 after step ")
          .append(zero + 1)
          .append(zeros == 1 ? ", and leaves it again" : " and at " + (zeros - 1) + " more, but does not stay");
    }
    text.append("; after ").append(way.size()).append(" steps it is ").append(Notation.of(last)).append(". ");
    double l1 = l1(penalty);
    double number = setting.loss.numbers().get(i);
    if (setting.loss instanceof TracedLoss.Linear && l1 > 0) {
      text.append(Math.abs(number) > l1
          ? "Its gradient stays at " + Notation.of(number) + ", more than L1's λ = " + Notation.of(l1)
              + ": no zero rule can keep it at 0."
          : "Its gradient, " + Notation.of(number) + ", is within L1's λ = " + Notation.of(l1) + ": 0 is where it "
              + (rule == ZeroRule.SUBGRADIENT
                  ? "should rest, but the subgradient steps back and forth across it."
                  : "rests."));
    } else if (setting.loss instanceof TracedLoss.Quadratic && !setting.optimizer.hasOwnDecay()) {
      double rest = Math.signum(number) * Math.max(0, Math.abs(number) - l1) / (1 + l2(penalty));
      text.append("Loss and penalty together are smallest at ")
          .append(restFormula(penalty))
          .append(" = ")
          .append(Notation.of(rest))
          .append(Math.abs(last - rest) < 1e-6
              ? "."
              : ": it is " + NumberText.significant(Math.abs(last - rest), 2) + " away from there.");
    }
    return text.toString();
  }

  private static String restFormula(List<Regularizer> penalty) {
    return l1(penalty) == 0
        ? l2(penalty) == 0 ? "b" : "b/(1 + λ)"
        : l2(penalty) == 0 ? "soft(b, λ)" : "soft(b, λα)/(1 + λ(1 − α))";
  }

  private static double l1(List<Regularizer> penalty) {
    return penalty.stream()
        .mapToDouble(p -> p instanceof L1(double l) ? l : p instanceof ElasticNet e ? e.l1() : 0)
        .sum();
  }

  private static double l2(List<Regularizer> penalty) {
    return penalty.stream()
        .mapToDouble(p -> p instanceof L2(double l) ? l : p instanceof ElasticNet e ? e.l2() : 0)
        .sum();
  }
}
