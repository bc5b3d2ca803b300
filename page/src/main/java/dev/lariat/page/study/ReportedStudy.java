package dev.lariat.page.study;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.Gains;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.verdict.Gain;
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
  String axis() {
    return switch (verdict.metric()) {
      case LOG_LOSS, AUC, R_SQUARED -> metric();
      case ERROR -> "error (share of rows)";
      case SQUARED_ERROR, ABSOLUTE_ERROR -> metric() + " (" + target() + ")";
    };
  }

  /** {@return the metric's name in a sentence} */
  String metric() {
    return verdict.metric().shownName();
  }

  /** {@return the metric's name in a sentence, behind "a" or "an"} */
  String aMetric() {
    return verdict.metric().shownWithArticle();
  }

  /** {@return what is shown of a loss} */
  double shown(double loss) {
    return verdict.metric().shown(loss);
  }

  /** {@return the standard error of what is shown of a loss} */
  double shownError(double loss, double error) {
    return verdict.metric().shownError(loss, error);
  }

  /** {@return what is shown of a loss, as text} */
  String value(double loss) {
    return NumberText.number(shown(loss));
  }

  /** {@return what is shown of a loss with its standard error, as text} */
  String measured(double loss, double error) {
    return NumberText.measured(shown(loss), shownError(loss, error));
  }

  /** {@return what is shown of a candidate's loss with its standard error, as text} */
  String measured(Candidate candidate) {
    return measured(candidate.loss(), candidate.standardError());
  }

  /** {@return by how much what is shown is worse after a loss has risen; below 0 where it is better} */
  double cost(double from, double rise) {
    return 0 - verdict.metric().gain(from, rise);
  }

  /** {@return whether the higher is better of what is shown} */
  boolean higherIsBetter() {
    return verdict.metric().isShownHigherBetter();
  }

  /** {@return "raises" or "lowers": what an improvement does to what is shown} */
  String improves() {
    return higherIsBetter() ? "raises" : "lowers";
  }

  /** {@return what each comparison gains} */
  Gains gains() {
    return new Gains(verdict);
  }

  /** {@return by how much a candidate is better than the network without regularizer} */
  Gain gain(Candidate candidate) {
    return gains().of(candidate);
  }

  /** {@return by how much the best regularized candidate is better than the network without regularizer} */
  Optional<Gain> winner() {
    return gains().onNone();
  }

  /** {@return the target's name, short enough for an axis} */
  private String target() {
    return Phrases.inSentence(verdict.target(), 24);
  }

  List<Candidate> candidates() {
    return verdict.candidates();
  }

  Candidate used() {
    return verdict.used();
  }

  boolean isUsed(Setting candidate) {
    return candidate.same(verdict.use());
  }

  /** {@return whether a regularizer is proven to help} */
  boolean sure() {
    return verdict.proven().sure();
  }

  /** {@return whether what is proven is about a linear model, in place of a network} */
  boolean isLinearProven() {
    return verdict.proven().model() == ModelKind.LINEAR && none().model() == ModelKind.NETWORK;
  }

  /** {@return the loss to expect of what is used} */
  double expectedLoss() {
    return Phrases.expected(verdict);
  }

  /** {@return the standard error of the loss to expect of what is used} */
  double lossError() {
    List<FinishedStudy.Step> steps = verdict.use().finish().waterfall();
    return steps.isEmpty() ? used().standardError() : steps.getLast().standardError();
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
