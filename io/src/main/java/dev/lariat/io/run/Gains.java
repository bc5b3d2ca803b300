package dev.lariat.io.run;

import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Setting;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Gain;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The gains of a finished study, in what is shown of a loss. Text, pages and notes take them from here, so that a
 * comparison has the same gain and the same interval wherever it is spoken of.
 *
 * @param study whose losses these are
 */
public record Gains(FinishedStudy study) {
  /** {@return by how much the best regularized candidate is better than the model without regularizer} */
  public Optional<Gain> onNone() {
    return study.winnerAgainstNone().map(difference -> gain(loss(Setting::isNone), difference));
  }

  /** {@return by how much the best candidate is better than always predicting the same} */
  public Optional<Gain> onTrivial() {
    return study.bestAgainstTrivial().map(difference -> gain(loss(c -> c.model() == ModelKind.TRIVIAL), difference));
  }

  /** {@return by how much the network without regularizer is better at its best epoch than at the end} */
  public Optional<Gain> ofStopping() {
    boolean onOtherFolds = judged().stream().anyMatch(candidate -> candidate.trial().stopsByEpoch());
    double from = onOtherFolds ? loss(Setting::isNone) : study.diagnosis().validationLoss();
    return study.diagnosis().overBestEpoch().map(over -> gain(from, over.negated()));
  }

  /**
   * {@return by how much a candidate is better than the model without regularizer of the same table}
   *
   * @param candidate of the study, or of its other folds
   */
  public Gain of(Candidate candidate) {
    boolean onOtherFolds = study.finals().filter(finals -> finals.candidates().contains(candidate)).isPresent();
    double from = onOtherFolds ? loss(Setting::isNone) : study.none().map(Candidate::loss).orElse(Double.NaN);
    return gain(from, new Interval(candidate.differenceToNone(), candidate.differenceStandardError(), candidate.low(),
        candidate.high()));
  }

  private Gain gain(double from, Interval difference) {
    return Gain.of(study.metric(), from, difference);
  }

  /** {@return the candidates by which use and proven are judged: those of other folds where there are such} */
  private List<Candidate> judged() {
    return study.finals().map(FinishedFinals::candidates).orElse(study.candidates());
  }

  private double loss(Predicate<Candidate> wanted) {
    return judged().stream().filter(wanted).mapToDouble(Candidate::loss).findFirst().orElse(Double.NaN);
  }
}
