package dev.lariat.cli.explain;

import dev.lariat.cli.explain.UpdatePage.Setting;
import dev.lariat.data.NumberText;
import dev.lariat.explain.TracedLoss;
import dev.lariat.explain.UpdateTrace;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;
import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * No penalty, L1 under its three zero rules, and L2 side by side; on the published worked example, also what that
 * leaves out.
 */
record UpdateComparison(Page page, Map<String, ?> numbers) {
  /** θ₁ and θ₂ under L2 as published, to whose rounded intermediates ours are compared. */
  private static final double[][] PUBLISHED_L2 = {{1.385, 1.27115, 1.15845, 1.04687, 0.93640},
      {0.395, 0.29105, 0.18814, 0.08626, -0.0146}};

  /** One of those compared. */
  private record Variant(String name, String shortName, List<Regularizer> penalty, ZeroRule rule) {}

  static UpdateComparison of(Setting setting) {
    List<Variant> variants = variants(setting.lambda());
    Map<Variant, UpdateTrace> traces = new LinkedHashMap<>();
    variants.forEach(v -> traces.put(v, setting.trace(v.penalty, v.rule)));
    Page.Builder page = Page.titled("Why L1 makes zeros and L2 does not, update by update");
    page.say(setting.text());
    traces.forEach((variant, trace) -> page.heading(variant.name).lines(UpdatePage.written(trace)));
    page.heading("Side by side");
    for (int i = 0; i < Math.min(2, setting.start().size()); i++) {
      page.add(table(setting, traces, i));
    }
    int plotted = Math.min(1, setting.start().size() - 1);
    page.add(plot(setting, traces, plotted));
    page.say(UpdatePage.rounding(traces.values()
        .stream()
        .max((a, b) -> Double.compare(a.largestRounding(), b.largestRounding()))
        .orElseThrow()));
    if (isPublished(setting)) {
      page.say(publishedDigits(traces, variants.getLast()));
      leftOut(page, setting);
    }
    return new UpdateComparison(page.build(), numbers(setting, traces));
  }

  private static List<Variant> variants(double lambda) {
    List<Regularizer> l1 = List.of(new L1(lambda));
    return List.of(new Variant("No penalty: θ ← θ − η·g", "none", List.of(), ZeroRule.PROXIMAL),
        new Variant("L1, subgradient: λ·sign(θ) joins the gradient", "L1 subgr.", l1, ZeroRule.SUBGRADIENT),
        new Variant("L1, clipped: the step stops at 0 where it would cross it", "L1 clipped", l1, ZeroRule.CLIPPED),
        new Variant("L1, proximal: the step without L1, then η·λ nearer to 0, and no further", "L1 proximal", l1,
            ZeroRule.PROXIMAL),
        new Variant("L2: λ·θ joins the gradient", "L2", List.of(new L2(lambda)), ZeroRule.PROXIMAL));
  }

  private static Table table(Setting setting, Map<Variant, UpdateTrace> traces, int i) {
    List<String> header = new ArrayList<>(List.of(Notation.indexed("θ", i)));
    traces.keySet().forEach(v -> header.add(v.shortName));
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t <= setting.steps(); t++) {
      if (setting.steps() > 12 && t > 9 && t < setting.steps() - 1) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(t == 0 ? "start" : "step " + t));
      for (UpdateTrace trace : traces.values()) {
        row.add(t == 0
            ? Notation.of(trace.start().get(i))
            : Notation.weight(trace.steps().get(t - 1).theta().get(i), trace.steps().get(t - 1).trained().get(i)));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static List<Double> way(UpdateTrace trace, int i) {
    return trace.weights().stream().map(all -> all.get(i)).toList();
  }

  private static Plot plot(Setting setting, Map<Variant, UpdateTrace> traces, int i) {
    List<Series> series = new ArrayList<>();
    Style style = setting.steps() > 40 ? Style.LINE : Style.MARKED;
    traces.forEach((v, trace) -> series.add(Series.steps(v.shortName, style, way(trace, i))));
    return new Plot(Notation.indexed("θ", i) + " after each step", "step", Notation.indexed("θ", i), false, series);
  }

  private static boolean isPublished(Setting setting) {
    return setting.start().equals(List.of(1.5, 0.5)) && setting.loss().equals(TracedLoss.linear(1.0, 1.0))
        && setting.lambda() == 0.1 && setting.steps() == 5 && setting.optimizer().learningRate() == 0.1
        && setting.optimizer() instanceof Sgd sgd && sgd.momentum() == 0;
  }

  private static String publishedDigits(Map<Variant, UpdateTrace> traces, Variant l2) {
    double largest = 0;
    for (int i = 0; i < 2; i++) {
      List<Double> way = way(traces.get(l2), i);
      for (int t = 0; t < 5; t++) {
        largest = Math.max(largest, Math.abs(way.get(t + 1) - PUBLISHED_L2[i][t]));
      }
    }
    return "This is a much published example. Its L2 columns are usually given as 1.385, 1.27115, 1.15845, 1.04687, 0.93640 "
        + "and 0.395, 0.29105, 0.18814, 0.08626, −0.0146: those digits carry rounded intermediate results. The ones here are "
        + "exact to the digits shown; the two differ by at most " + NumberText.significant(largest, 2) + ".";
  }

  private static void leftOut(Page.Builder page, Setting setting) {
    List<Regularizer> l1 = List.of(new L1(setting.lambda()));
    List<Regularizer> l2 = List.of(new L2(setting.lambda()));
    page.heading("What the example leaves out: nothing here keeps θ₂ at zero");
    List<UpdateTrace> longer = new ArrayList<>();
    for (ZeroRule rule : ZeroRule.values()) {
      longer.add(UpdateTrace.of(setting.loss(), setting.start(), setting.optimizer(), l1, rule, 6));
    }
    page.say(
        "It is often said that L1 now holds θ₂ at zero. With this gradient that is false. One step more, and θ₂ is "
            + atSixth(longer.get(0)) + " (subgradient), " + atSixth(longer.get(1)) + " (clipped) and "
            + atSixth(longer.get(2))
            + " (proximal): the loss still pulls with a gradient of 1, and L1 can hold against no more than λ = 0.1. The "
            + "clipped rule's calculation:");
    page.lines(longer.get(1).steps().getLast().written().get(1));
    UpdateTrace small = UpdateTrace.of(TracedLoss.linear(0.05, 0.1), List.of(0.0, 0.0), setting.optimizer(), l1,
        ZeroRule.CLIPPED, 100);
    page.say(
        "A weight stays at zero under L1 exactly if |gradient| ≤ λ there. Two weights at 0 with gradients 0.05 and 0.1 "
            + "are after 100 steps at " + Notation.vector(small.steps().getLast().theta()) + ".");
    UpdateTrace ridge = UpdateTrace.of(setting.loss(), setting.start(), setting.optimizer(), l2, ZeroRule.PROXIMAL, 5);
    page.say("L2's pull λ·θ fades as θ nears 0, so L2 passes through zero as if it were not there: from "
        + Notation.of(ridge.steps().get(3).theta().get(1)) + " to " + Notation.of(ridge.steps().get(4).theta().get(1))
        + " here.");
    realLoss(page, setting, l1, l2);
  }

  private static String atSixth(UpdateTrace trace) {
    return Notation.of(trace.steps().getLast().theta().get(1));
  }

  private static void realLoss(Page.Builder page, Setting setting, List<Regularizer> l1, List<Regularizer> l2) {
    page.heading("With a real loss: L1 rests at zero, L2 beside it");
    TracedLoss bowl = TracedLoss.quadratic(0.05, 1.0);
    Optimizer optimizer = setting.optimizer();
    int steps = 60;
    UpdateTrace lasso = UpdateTrace.of(bowl, setting.start(), optimizer, l1, ZeroRule.PROXIMAL, steps);
    UpdateTrace subgradient = UpdateTrace.of(bowl, setting.start(), optimizer, l1, ZeroRule.SUBGRADIENT, steps);
    UpdateTrace ridge = UpdateTrace.of(bowl, setting.start(), optimizer, l2, ZeroRule.PROXIMAL, steps);
    int zero = way(lasso, 0).indexOf(0.0);
    page.say(
        "The loss ½Σ(θ − b)² with its minimum at b = (0.05, 1) has the gradient θ − b, which fades near its minimum. "
            + "L1's minimum is soft(b, λ) = (0, 0.9), and it gets there: θ₁ is exactly 0 from step " + zero
            + " on, because there |gradient| = |0 − 0.05| ≤ λ = 0.1. L2's minimum is b/(1 + λ) = ("
            + NumberText.significant(0.05 / 1.1, 6) + ", " + NumberText.significant(1 / 1.1, 6) + "): after " + steps
            + " steps θ₁ is " + NumberText.significant(ridge.steps().getLast().theta().getFirst(), 6)
            + ", near to it and not 0. The subgradient " + "steps back and forth across zero and is "
            + NumberText.significant(subgradient.steps().getLast().theta().getFirst(), 3) + " at step " + steps + ".");
    page.add(new Plot("θ₁ with the loss ½(θ₁ − 0.05)² and λ = 0.1", "step", "θ₁", false, List
        .of(Series.steps("L1 proximal", Style.LINE, way(lasso, 0)), Series.steps("L2", Style.LINE, way(ridge, 0)))));
    page.say("See it yourself:")
        .lines("lariat explain update --penalty l1 --rule clipped --steps 6",
            "lariat explain update --penalty l1 --loss quadratic --minimum .05,1 --steps 60",
            "lariat explain update --penalty l2 --loss quadratic --minimum .05,1 --steps 60");
  }

  private static Map<String, ?> numbers(Setting setting, Map<Variant, UpdateTrace> traces) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("settings", setting.numbers());
    List<Map<String, Object>> list = new ArrayList<>();
    traces.forEach((variant, trace) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("penalty", variant.penalty.isEmpty() ? "none" : variant.penalty.getFirst().name());
      one.put("rule",
          variant.penalty.isEmpty() || variant.penalty.getFirst() instanceof L2
              ? null
              : variant.rule.name().toLowerCase(Locale.ROOT));
      one.putAll(UpdatePage.numbers(trace));
      list.add(one);
    });
    all.put("traces", list);
    return all;
  }
}
