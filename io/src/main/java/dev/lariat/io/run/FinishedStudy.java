package dev.lariat.io.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lariat.data.DataException;
import dev.lariat.metric.Metric;
import dev.lariat.model.Provenance;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Finish.Stage;
import dev.lariat.study.warning.Warning;
import dev.lariat.study.yardstick.YardstickLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A finished study as {@code verdict.json} has it: a component is a key of the file, in the file's order. A new key is
 * a new component with a default for files that lack it. Losses are means over folds of the metric on rows that were
 * not trained on; a number that is not known is NaN here and {@code null} there.
 *
 * @param format of the file
 * @param data the table's name
 * @param target its column that is predicted
 * @param task {@code classification} or {@code regression}
 * @param rows of the study, without test rows
 * @param testRows kept out of everything
 * @param columns that are read, without target and weights
 * @param metric of the losses
 * @param folds 1 for one split
 * @param repeats how often folds were drawn; 1 in earlier files
 * @param seeds repetitions of each cell
 * @param recipe how networks were trained
 * @param notes of the table and of the study, for the user
 * @param warnings what an expert would ask about the table, the most important first; empty in earlier files
 * @param conditional whether intervals are those of one split, conditional on the fitted models
 * @param diagnosis of the model without regularizer
 * @param candidates by loss, the lowest first
 * @param missing candidates of which nothing was finished, with the reason
 * @param leftOut of what follows the choice, for the time limit's sake; empty in earlier files
 * @param winnerAgainstNone loss of the best regularized candidate less that of none; empty where there is none
 * @param bestAgainstTrivial loss of the best candidate less that of the trivial one
 * @param finals the best of one split on other folds; empty with folds, and in earlier files
 * @param use what to use: the lowest expected loss, and what was done after the choice
 * @param proven whether a regularizer is proven to help, and which
 * @param recommendation another name of {@code use}, that of format 1: the same object
 * @param simplest the simplest that is as good within the noise
 * @param refitted whose model was trained on all rows
 * @param curves by epoch, of the network without regularizer and of the one that is shown beside it
 * @param importance of the columns, the greatest first
 * @param insight what it tells beside its verdict; empty in earlier files
 * @param yardstick what another kind of model reached on the same folds; empty where none was asked for
 * @param test figures on the test rows; empty without test rows
 * @param closed why the study ended early; empty where it did not
 * @param streamed true where a sample of the rows was studied and the table was passed over instead of held; else empty
 * @param allRows of the table then
 * @param passes over it then
 * @param provenance where all of this is from
 */
public record FinishedStudy(int format, String data, String target, String task, int rows, int testRows, int columns,
    Metric metric, int folds, int repeats, int seeds, FinishedRecipe recipe, List<String> notes, List<Warning> warnings,
    boolean conditional, Diagnosed diagnosis, List<Candidate> candidates, List<String> missing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> leftOut, Optional<Interval> winnerAgainstNone,
    Optional<Interval> bestAgainstTrivial, @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FinishedFinals> finals,
    Use use, Proven proven, Use recommendation, Choice simplest, Named refitted, List<Curve> curves,
    List<Importance> importance, @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FinishedInsight> insight,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<YardstickLoss> yardstick,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FinishedTest> test,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> closed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> streamed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> allRows,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> passes, Provenance provenance) {

  /** Refuses a file without candidates, and fills what earlier files lack. */
  public FinishedStudy {
    use = use != null ? use : recommendation;
    if (candidates == null || candidates.isEmpty() || use == null || diagnosis == null || metric == null) {
      throw new DataException("no candidates, no recommendation, no diagnosis or no metric");
    }
    task = metric.task().name().toLowerCase(Locale.ROOT);
    repeats = Math.max(1, repeats);
    notes = known(notes);
    warnings = known(warnings);
    candidates = List.copyOf(candidates);
    use = use.withLoss(candidates);
    recommendation = use;
    simplest = simplest == null ? null : simplest.withLoss(candidates);
    missing = known(missing);
    leftOut = known(leftOut);
    winnerAgainstNone = known(winnerAgainstNone);
    bestAgainstTrivial = known(bestAgainstTrivial);
    // Files of earlier versions have two intervals of this comparison.
    diagnosis = winnerAgainstNone.map(diagnosis::beatenBy).orElse(diagnosis);
    // In format 1 a regularizer was recommended only where it was proven to help.
    proven = proven != null ? proven : new Proven(use, !use.isNone() && use.model() != ModelKind.TRIVIAL);
    curves = known(curves);
    importance = known(importance);
    finals = known(finals);
    insight = known(insight);
    yardstick = known(yardstick);
    test = known(test);
    closed = known(closed);
    streamed = known(streamed);
    allRows = known(allRows);
    passes = known(passes);
  }

  /** {@return what earlier files lack, and what a file says is null} */
  private static <T> Optional<T> known(Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }

  private static <T> List<T> known(List<T> values) {
    return values == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** {@return the candidate of a choice} */
  public Candidate candidate(Setting choice) {
    return candidates.stream().filter(c -> c.same(choice)).findFirst().orElseThrow();
  }

  /** {@return the candidate that is used} */
  public Candidate used() {
    return candidate(use);
  }

  /**
   * {@return the model without regularizer, where it was studied: a network, or with linear models alone such a one}
   */
  public Optional<Candidate> none() {
    return candidates.stream().filter(Setting::isNone).findFirst();
  }

  /**
   * {@return whether nothing but linear models competed: then the one without penalty is what they are compared with}
   */
  public boolean onlyLinear() {
    return none().filter(plain -> plain.model() == ModelKind.LINEAR).isPresent();
  }

  /** What has a model, a regularizer and a strength. */
  public sealed interface Setting {
    /** {@return what is regularized} */
    ModelKind model();

    /** {@return the regularizer's name; {@code none} for none} */
    String regularizer();

    /** {@return how strong} */
    Strength strength();

    /** {@return model, regularizer and strength alone} */
    default Trial trial() {
      return new Trial(model(), regularizer(), strength());
    }

    /** {@return whether it is the model without regularizer that all others are compared with} */
    default boolean isNone() {
      return trial().isPlain();
    }

    /** {@return whether model and regularizer are the same, at whatever strength} */
    default boolean same(Setting other) {
      return model() == other.model() && regularizer().equals(other.regularizer());
    }
  }

  /** A setting that was chosen: what is expected of it, and why. */
  public sealed interface Chosen extends Setting {
    /** {@return the loss to expect on new rows} */
    double loss();

    /** {@return sentences for a reader} */
    List<String> reasons();

    /** {@return the loss to expect; where the file does not say it, the candidate's at this strength} */
    private double lossAmong(List<Candidate> candidates) {
      return Double.isNaN(loss())
          ? candidates.stream()
              .filter(c -> c.same(this))
              .flatMap(c -> c.curve().stream())
              .filter(point -> point.strength().equals(strength()))
              .mapToDouble(Point::loss)
              .findFirst()
              .orElse(Double.NaN)
          : loss();
    }
  }

  /** A model with a regularizer at a strength. */
  public record Named(ModelKind model, String regularizer, Strength strength) implements Setting {}

  /**
   * The model without regularizer: a network, or where nothing but linear models competed the one without penalty.
   *
   * @param gap validation less training loss
   * @param overBestEpoch loss at the end less that at its best epoch
   * @param overBestCandidate loss less that of the best candidate
   * @param twiceTheWidthTrain training loss of twice the width less its own
   * @param twiceTheWidthValidation the same of validation losses
   * @param twiceTheEpochsValidation validation loss of twice the epochs less its own
   */
  public record Diagnosed(Diagnosis.State state, double gap, double gapStandardError, double trainLoss,
      double validationLoss, double trivialLoss, Optional<Interval> overBestEpoch, Optional<Interval> overBestCandidate,
      Optional<Interval> twiceTheWidthTrain, Optional<Interval> twiceTheWidthValidation,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Interval> twiceTheEpochsValidation) {
    /** Fills what is not there. */
    public Diagnosed {
      overBestEpoch = known(overBestEpoch);
      overBestCandidate = known(overBestCandidate);
      twiceTheWidthTrain = known(twiceTheWidthTrain);
      twiceTheWidthValidation = known(twiceTheWidthValidation);
      twiceTheEpochsValidation = known(twiceTheEpochsValidation);
    }

    private Diagnosed beatenBy(Interval winnerAgainstNone) {
      return new Diagnosed(state, gap, gapStandardError, trainLoss, validationLoss, trivialLoss, overBestEpoch,
          Optional.of(winnerAgainstNone.negated()), twiceTheWidthTrain, twiceTheWidthValidation,
          twiceTheEpochsValidation);
    }

    /** {@return whether the best of the search is better beyond doubt, the choice allowed for} */
    public boolean surelyBeaten() {
      return overBestCandidate.filter(interval -> interval.low() > 0).isPresent();
    }
  }

  /**
   * A candidate at its best strength.
   *
   * @param oneSeStrength the strongest within one standard error of the best
   * @param differenceToNone loss less that of none, cross-fitted
   * @param confidenceInterval of the difference, 95 %: from, to
   * @param ties whether it ties with the best
   * @param gap validation less training loss
   * @param zeroShare of the weights
   * @param inputsUsed columns of the table
   * @param epochs to its lowest loss; 0 where there are none
   * @param metrics figures of the folds by name: {@code accuracy}, {@code rmse}, …; empty in earlier files
   * @param oneSe figures at {@code oneSeStrength}
   * @param curve loss by strength
   * @param dropped strengths that were not run to the end
   * @param notes of its search
   * @param hurried true where its path was fitted in a hurry, so that its losses are right to a few per cent; else
   * empty
   * @param calibrated the log-loss of calibrated probabilities; empty where losses are no log-losses, and in earlier
   * files
   */
  public record Candidate(ModelKind model, String regularizer, Strength strength, Strength oneSeStrength, double loss,
      double standardError, double differenceToNone, double differenceStandardError, List<Double> confidenceInterval,
      boolean ties, double gap, double zeroShare, double nonZeroWeights, double inputsUsed, int epochs, double seconds,
      Map<String, Double> metrics, Point oneSe, List<Point> curve, List<Dropped> dropped, List<String> notes,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> hurried,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> calibrated) implements Setting {
    /** Fills what is not there. */
    public Candidate {
      hurried = known(hurried);
      calibrated = known(calibrated).filter(Double::isFinite); // a number that is not there is read as NaN
      confidenceInterval = known(confidenceInterval);
      metrics = metrics == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
      curve = known(curve);
      dropped = known(dropped);
      notes = known(notes);
    }

    /** {@return the lower end of the difference's interval} */
    public double low() {
      return confidenceInterval.getFirst();
    }

    /** {@return the upper end of the difference's interval} */
    public double high() {
      return confidenceInterval.getLast();
    }
  }

  /** Figures of a candidate at one strength. */
  public record Point(Strength strength, double loss, double standardError, double trainLoss, double nonZeroWeights,
      double inputsUsed) {}

  /** A strength that was not run to the end, and why. */
  public record Dropped(Strength strength, String reason) {}

  /**
   * What to use.
   *
   * @param loss to expect on new rows
   * @param finish what was done after the choice
   */
  public record Use(ModelKind model, String regularizer, Strength strength, double loss, List<String> reasons,
      Finish finish) implements Chosen {
    /** Fills what is not there. */
    public Use {
      reasons = known(reasons);
      finish = finish == null ? Finish.NOTHING : finish;
    }

    private Use withLoss(List<Candidate> candidates) {
      return new Use(model, regularizer, strength, ((Chosen) this).lossAmong(candidates), reasons, finish);
    }
  }

  /**
   * What is done after the choice.
   *
   * @param networks that are averaged; 0 for a linear model
   * @param linearWeight of the linear model in the mixture
   * @param waterfall the loss after each step
   */
  public record Finish(int networks, double temperature, double linearWeight, List<Step> waterfall) {
    static final Finish NOTHING = new Finish(1, 1, 0, List.of());

    /** Fills what is not there. */
    public Finish {
      waterfall = known(waterfall);
    }
  }

  /**
   * The loss after a step.
   *
   * @param done false where the step gains nothing and was left out; empty where no gain was measured
   * @param gain that was measured on rows that had no part in the step
   */
  public record Step(Stage step, double loss, double standardError,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> done,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Interval> gain) {
    /** Fills what is not there. */
    public Step {
      done = known(done);
      gain = known(gain);
    }
  }

  /**
   * What is proven.
   *
   * @param sure whether a regularizer is proven to help
   * @param gain of the regularizer, 95 %; empty where none was finished, and in format 1
   */
  public record Proven(ModelKind model, String regularizer, Strength strength, double loss, List<String> reasons,
      boolean sure, Optional<Interval> gain) implements Chosen {
    /** Fills what is not there. */
    public Proven {
      reasons = known(reasons);
      gain = known(gain);
    }

    private Proven(Use use, boolean sure) {
      this(use.model(), use.regularizer(), use.strength(), use.loss(), use.reasons(), sure, Optional.empty());
    }
  }

  /**
   * What was chosen, and why.
   *
   * @param loss to expect on new rows
   * @param order of simplicity, where that is what it was chosen by
   */
  public record Choice(ModelKind model, String regularizer, Strength strength, double loss, List<String> reasons,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> order) implements Chosen {
    /** Fills what is not there. */
    public Choice {
      reasons = known(reasons);
      order = known(order);
    }

    private Choice withLoss(List<Candidate> candidates) {
      return new Choice(model, regularizer, strength, ((Chosen) this).lossAmong(candidates), reasons, order);
    }
  }

  /** Losses by epoch. */
  public record Curve(ModelKind model, String regularizer, Strength strength, List<Double> trainLoss,
      List<Double> trainStandardError, List<Double> validationLoss,
      List<Double> validationStandardError) implements Setting {}
}
