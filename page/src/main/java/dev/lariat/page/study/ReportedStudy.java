package dev.lariat.page.study;

import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.metric.Metric;
import dev.lariat.study.evidence.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finished study left.
 *
 * @param verdict {@code verdict.json}
 * @param evidence {@code evidence.json}; empty where the run has none
 * @param code the emitted code that trains the model again, by language; empty where there is none
 */
record ReportedStudy(FinishedStudy verdict, Evidence evidence, Map<String, String> code) {
  /** {@return the metric's name with its unit where it has one, for axes} */
  String loss() {
    return switch (verdict.metric()) {
      case LOG_LOSS -> "log-loss (nats)";
      case ERROR -> "error (share of rows)";
      case SQUARED_ERROR -> "squared error (" + target() + "²)";
      case ABSOLUTE_ERROR -> "absolute error (" + target() + ")";
      case AUC, R_SQUARED -> metric();
    };
  }

  String metric() {
    Metric metric = verdict.metric();
    return metric.isShownAsFigure()
        ? "1 − " + metric.label()
        : metric.toString().replace('-', ' ').replace("log loss", "log-loss");
  }

  private String target() {
    return Phrases.inSentence(verdict.target(), 24);
  }

  List<Candidate> candidates() {
    return verdict.candidates();
  }

  Candidate recommended() {
    return verdict.recommended();
  }

  boolean isRecommended(Setting candidate) {
    return candidate.same(verdict.recommendation());
  }

  /** {@return whether a regularizer is proven to help} */
  boolean sure() {
    return verdict.proven().sure();
  }

  /** {@return the loss to expect of what is used} */
  double expectedLoss() {
    return Double.isNaN(verdict.use().loss()) ? recommended().loss() : verdict.use().loss();
  }

  /** {@return the standard error of the loss to expect of what is used} */
  double lossError() {
    List<FinishedStudy.Step> steps = verdict.use().finish().waterfall();
    return steps.isEmpty() ? recommended().standardError() : steps.getLast().standardError();
  }

  Candidate none() {
    return verdict.none().orElseThrow();
  }

  /** {@return the curve of the network without regularizer} */
  Optional<Curve> curveWithout() {
    return verdict.curves().stream().filter(Setting::isNone).findFirst();
  }

  /** {@return the curve of the regularized network that is shown beside it} */
  Optional<Curve> curveWith() {
    return verdict.curves().stream().filter(curve -> !curve.isNone()).findFirst();
  }
}
