package dev.lariat.page.phrase;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.percent;
import static dev.lariat.data.NumberText.signed;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.metric.Metric;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Finish.Stage;
import dev.lariat.study.verdict.Gain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What was done after the choice and what it brought, in words, in text and on pages alike. */
public final class FinishWords {
  private final FinishedStudy verdict;
  private final FinishedStudy.Finish finish;

  private FinishWords(FinishedStudy verdict, FinishedStudy.Finish finish) {
    this.verdict = verdict;
    this.finish = finish;
  }

  /**
   * A step of the waterfall.
   *
   * @param name what was done
   * @param loss after it, as it is shown
   * @param error standard error of {@code loss}
   * @param change of the loss with its error, or why the step was left out; empty where nothing was measured
   */
  public record Step(String name, double loss, double error, String change) {}

  /** The finish of a verdict; empty where nothing was tried after the choice. */
  public static Optional<FinishWords> of(FinishedStudy verdict) {
    FinishedStudy.Finish finish = verdict.use().finish();
    return finish.waterfall().stream().anyMatch(step -> step.gain().isPresent())
        ? Optional.of(new FinishWords(verdict, finish))
        : Optional.empty();
  }

  /** What is used, in one sentence. */
  public String sentence() {
    var parts = new ArrayList<String>();
    parts.add(
        finish.networks() == 1 ? "one network" : "the mean of " + finish.networks() + " networks with other seeds");
    if (finish.temperature() != 1) {
      parts.add("calibrated (logits times " + number(finish.temperature()) + ")");
    }
    if (finish.linearWeight() != 0) {
      parts.add(percent(finish.linearWeight()) + " of it " + linear());
    }
    double from = finish.waterfall().getFirst().loss();
    double gain = verdict.metric().gain(from, finish.waterfall().getLast().loss() - from);
    boolean up = gain > 0 == verdict.metric().isShownHigherBetter();
    return "The model is " + String.join(", ", parts)
        + (gain == 0
            ? ", which is expected to come to the same as one network without a regularizer."
            : ": against one network without a regularizer this is expected to " + (up ? "raise the " : "lower the ")
                + verdict.metric().shownName() + " by " + number(Math.abs(gain)) + ".");
  }

  private String linear() {
    return partner().map(Phrases::trial).orElse("a linear model");
  }

  /** The best linear or additive candidate. */
  private Optional<FinishedStudy.Candidate> partner() {
    return verdict.candidates().stream().filter(Phrases::hasPath).findFirst();
  }

  public List<Step> steps() {
    Metric metric = verdict.metric();
    List<FinishedStudy.Step> all = finish.waterfall();
    return IntStream.range(0, all.size()).mapToObj(i -> {
      FinishedStudy.Step step = all.get(i);
      double before = all.get(Math.max(0, i - 1)).loss();
      return new Step(name(step.step()), metric.shown(step.loss()),
          metric.shownError(step.loss(), step.standardError()),
          step.gain().map(gain -> change(step, Gain.of(metric, before, gain.negated()).interval())).orElse(""));
    }).toList();
  }

  /** The loss that has the longest bar. */
  public double largest() {
    return steps().stream().mapToDouble(Step::loss).max().orElseThrow();
  }

  private String name(Stage stage) {
    return switch (stage) {
      case NONE -> "no regularizer";
      case REGULARIZER -> "the choice";
      case AVERAGE -> "average of seeds";
      case TEMPERATURE -> "temperature";
      case MIXTURE -> partner().map(setting -> setting.model().toString()).orElse("linear") + " model's share";
    };
  }

  private String change(FinishedStudy.Step step, Interval gain) {
    if (!step.done().orElse(true)) {
      return gain.mean() < 0 ? "left out: it would cost " + error(-gain.mean()) : "left out: it brings nothing";
    }
    String more = step.step() == Stage.AVERAGE ? ", at least" : "";
    return signed(verdict.metric().isShownHigherBetter() ? gain.mean() : -gain.mean()) + " ± "
        + error(gain.standardError(), gain.mean()) + more;
  }
}
