package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.PathEnd;
import dev.lariat.study.cell.Score;
import dev.lariat.study.search.CellResults;
import dev.lariat.study.search.StrengthSearch;
import dev.lariat.study.statistics.Pairing;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A path that ends with the work of a network's training, while its loss still falls, is not judged without a word. */
class CutPathTest {
  private static final int FOLDS = 5;
  private static final int FITTED = 20; // strengths, from the strongest on
  private static final Candidate LASSO = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
  private static final List<Candidate> ALL = List.of(Candidate.none(), LASSO, Candidate.trivial());
  private static final CellResult.PathFit LIMITED = CellResult.PathFit.of(false, PathLimit.TRAINING);

  private static final Score NOT_FITTED = new Score(Double.NaN, Double.NaN, 0, 0, 0, 0, Map.of());
  private static final Candidate RIDGE = LinearRegularizer.L2.candidate(ModelKind.LINEAR);
  private static final String FEW = "of its strengths half decades from 0.001 on were fitted, to a gap of 1e-2, as all"
      + " would take more than the work of a network's training; --models linear,network fits all";

  private static Score score(double loss) {
    return new Score(loss, loss, 0, 1, 1, 0, Map.of());
  }

  /** @param best after how many strengths the loss of the path is least */
  private static Verdict verdict(int best) {
    Comparison comparison = comparison(LASSO, (_, i) -> i < FITTED ? score(2 + 0.01 * Math.abs(i - best)) : NOT_FITTED);
    return Verdict.of(comparison, ALL, Metric.LOG_LOSS);
  }

  /** @param path the score of a fold at a strength, counted from the strongest */
  private static Comparison comparison(Candidate linear, BiFunction<Integer, Integer, Score> path) {
    return comparison(linear, path, _ -> LIMITED);
  }

  /** @param fits how the path of each fold was fitted */
  private static Comparison comparison(Candidate linear, BiFunction<Integer, Integer, Score> path,
      IntFunction<CellResult.PathFit> fits) {
    var results = new CellResults(FOLDS, 1);
    int strengths = linear.coarse().size();
    for (int fold = 0; fold < FOLDS; fold++) {
      int number = fold;
      List<Score> scores = IntStream.range(0, strengths).mapToObj(i -> path.apply(number, strengths - 1 - i)).toList();
      results.add(new CellResult(new Cell(linear.trial(Strength.ZERO), fold, 0), true, scores, new float[0][],
          fits.apply(fold)));
      results.add(new CellResult(new Cell(Candidate.none().trial(Strength.ZERO), fold, 0), true,
          List.of(score(1 + 0.01 * fold)), new float[0][]));
      results.add(new CellResult(new Cell(Candidate.trivial().trial(Strength.ZERO), fold, 0), true, List.of(score(3)),
          new float[0][]));
    }
    return new Comparison(List.of(Candidate.none(), linear, Candidate.trivial()), new StrengthSearch.Plan(1, 1, 2, 1),
        results, Pairing.folds(FOLDS, 1, 0.25));
  }

  private static CandidateSummary lasso(Verdict verdict) {
    return verdict.candidates().stream().filter(c -> c.model() == ModelKind.LINEAR).findFirst().orElseThrow();
  }

  @Test
  void thatItsLossStillFallsIsSaid() {
    Verdict verdict = verdict(FITTED - 1);
    assertThat(lasso(verdict).notes()).containsExactly(
        "its path ends with the work of a network's training, where its loss may still fall; --models linear,network fits"
            + " it whole");
    assertThat(verdict.use().reasons()).contains(
        "Too little was fitted to judge linear l1: a path ends with the work of a network's training, and the loss may"
            + " still fall; --models linear,network fits whole paths.");
  }

  @Test
  void ofAPathThatWasAtItsLeastBeforeNothingIsSaid() {
    Verdict verdict = verdict(FITTED - 6);
    assertThat(lasso(verdict).notes()).isEmpty();
    assertThat(verdict.use().reasons()).noneMatch(reason -> reason.contains("Too little was fitted"));
  }

  /** @param best after how many strengths the loss of the path is least */
  private static Score hurried(int i, int best) {
    return i >= 30 && i <= 60 && i % 5 == 0 ? score(2 + 0.01 * Math.abs(i - best)) : NOT_FITTED;
  }

  @Test
  void whatAHurryLeavesOutIsSaid() {
    Comparison comparison = comparison(RIDGE, (_, i) -> hurried(i, 45));
    assertThat(comparison.notes(RIDGE)).containsExactly(FEW);
    assertThat(comparison.table(RIDGE).size()).isEqualTo(7);
    assertThat(comparison.dropped(RIDGE)).as("only what is weaker than the end of the path").hasSize(30);
  }

  @Test
  void bothAreSaidWhereItsLossStillFalls() {
    Comparison comparison = comparison(RIDGE, (_, i) -> hurried(i, 60));
    assertThat(comparison.notes(RIDGE)).containsExactly("its path ends with the work of a network's training, where its"
        + " loss may still fall; --models linear,network fits it whole", FEW);
  }

  /** @param hurried whether a lasso, all strengths of which are there, was fitted in a hurry on a fold */
  private static CellResults whole(IntFunction<Optional<Boolean>> hurried) {
    var results = new CellResults(FOLDS, 1);
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Score> scores = Collections.nCopies(LASSO.coarse().size(), score(2));
      results.add(new CellResult(new Cell(LASSO.trial(Strength.ZERO), fold, 0), true, scores, new float[0][],
          new CellResult.PathFit(hurried.apply(fold), Optional.of(PathLimit.SECOND))));
      results.add(new CellResult(new Cell(Candidate.none().trial(Strength.ZERO), fold, 0), true, List.of(score(1)),
          new float[0][]));
      results.add(new CellResult(new Cell(Candidate.trivial().trial(Strength.ZERO), fold, 0), true, List.of(score(3)),
          new float[0][]));
    }
    return results;
  }

  /** A path of an earlier version's log: it is not taken for an exact one. */
  @Test
  void thatNobodyKnowsWhetherItWasAHurryIsSaid() {
    CellResults results = whole(fold -> fold == 2 ? Optional.empty() : Optional.of(false));
    var comparison = new Comparison(ALL, new StrengthSearch.Plan(1, 1, 2, 1), results, Pairing.folds(FOLDS, 1, 0.25));
    assertThat(comparison.notes(LASSO)).singleElement().asString().contains("earlier version", "does not say");
    var known = new Comparison(ALL, new StrengthSearch.Plan(1, 1, 2, 1), whole(_ -> Optional.of(false)),
        Pairing.folds(FOLDS, 1, 0.25));
    assertThat(known.notes(LASSO)).isEmpty();
  }

  /** All strengths of a lasso are there, but not to the last digit. */
  @Test
  void thatAllStrengthsWereFittedInAHurryIsSaid() {
    CellResults results = whole(fold -> Optional.of(fold == 3));
    var comparison = new Comparison(ALL, new StrengthSearch.Plan(1, 1, 2, 1), results, Pairing.folds(FOLDS, 1, 0.25));
    Verdict verdict = Verdict.of(comparison, ALL, Metric.LOG_LOSS);
    assertThat(lasso(verdict).paths().hurried()).isTrue();
    assertThat(lasso(verdict).notes()).containsExactly(
        "it was fitted in a hurry, to a gap of 1e-2, as an exact path would take more than the work of about a second:"
            + " its losses are right to a few per cent; --models linear,network fits it exactly");
    assertThat(verdict.use().reasons()).contains(
        "Fitted in a hurry, to a gap of 1e-2, as it would take more than the work of about a second otherwise:"
            + " linear l1. Such losses are right to a few per cent; --models linear,network fits exactly.");
    assertThat(verdict(FITTED - 1).use().reasons()).noneMatch(reason -> reason.contains("hurry"));
    // After one split the reasons are those of other folds, on which the lasso did not run; the table still has it.
    List<Candidate> finalists = List.of(Candidate.none(), Candidate.trivial());
    var again = new Comparison(finalists, new StrengthSearch.Plan(1, 1, 2, 1), results, Pairing.folds(FOLDS, 1, 0.25));
    assertThat(verdict.confirmed(again, finalists).use().reasons())
        .filteredOn(reason -> reason.startsWith("Fitted in a hurry"))
        .singleElement()
        .asString()
        .contains("linear l1");
  }

  /** What a sentence says of a limit is the one that was applied, whatever the kind of model is. */
  @Test
  void theLimitThatIsSaidIsTheOneThatWasApplied() {
    Candidate additive = LinearRegularizer.L2.candidate(ModelKind.ADDITIVE);
    Map<PathLimit, String> said = Map.of(PathLimit.SECOND, "the work of about a second", PathLimit.TRAINING,
        "the work of a network's training", PathLimit.TEN_SECONDS, "the work of about ten seconds",
        PathLimit.TEN_TRAININGS, "the work of ten trainings of a network");
    said.forEach((limit, words) -> {
      var fit = CellResult.PathFit.of(true, limit);
      Comparison cut = comparison(additive, (_, i) -> hurried(i, 60), _ -> fit);
      assertThat(cut.notes(additive)).containsExactly(
          "its path ends with " + words + ", where its loss may still fall; lariat linear --hinges 16 fits it whole",
          "of its strengths half decades from 0.001 on were fitted, to a gap of 1e-2, as all would take more than "
              + words + "; lariat linear --hinges 16 fits all");
      assertThat(cut.dropped(additive).values())
          .containsOnly("not fitted on every fold: the path would take more than " + words);
      Verdict verdict = Verdict.of(cut, List.of(Candidate.none(), additive, Candidate.trivial()), Metric.LOG_LOSS);
      assertThat(verdict.use().reasons()).contains(
          "Too little was fitted to judge additive l2: a path ends with " + words
              + ", and the loss may still fall; lariat linear --hinges 16 fits whole paths.",
          "Fitted in a hurry, to a gap of 1e-2, as it would take more than " + words
              + " otherwise: additive l2. Such losses are right to a few per cent; lariat linear --hinges 16 fits"
              + " exactly.");
      Comparison none = comparison(additive, (_, _) -> NOT_FITTED, _ -> fit);
      assertThat(none.whyMissing(additive))
          .isEqualTo("not fitted on every fold: the path would take more than " + words);
    });
  }

  /** Where strengths were left out, a fold without a limit says nothing of why. */
  @Test
  void noLimitIsNotSaidAsOne() {
    Comparison comparison = comparison(RIDGE, (_, i) -> hurried(i, 45),
        fold -> fold < 2 ? CellResult.PathFit.of(false, PathLimit.NONE) : LIMITED);
    assertThat(comparison.notes(RIDGE)).contains(FEW)
        .filteredOn(note -> note.contains("or no limit") || note.contains("no limit or"))
        .isEmpty();
  }

  /** Whole paths of a version that had no limit, and cut ones of this: only what all have is compared. */
  @Test
  void pathsOfTwoVersionsAreSaid() {
    var earlier = new CellResult.PathFit(Optional.of(false), Optional.empty());
    BiFunction<Integer, Integer, Score> path = (fold,
        i) -> fold < 2 || i < FITTED ? score(2 + 0.01 * Math.abs(i - 10)) : NOT_FITTED;
    Comparison comparison = comparison(LASSO, path,
        fold -> fold < 2 ? earlier : CellResult.PathFit.of(false, PathLimit.TEN_TRAININGS));
    assertThat(comparison.table(LASSO).size()).isEqualTo(FITTED);
    assertThat(comparison.notes(LASSO)).containsExactly(
        "its paths had several limits, as another version of Lariat began the study: on 2 folds with the work that an"
            + " earlier version of Lariat allowed, on 3 folds with the work of ten trainings of a network; compared are"
            + " the strengths that all folds have");
    assertThat(Verdict.of(comparison, ALL, Metric.LOG_LOSS).use().reasons())
        .contains("Of paths that had several limits,"
            + " as another version of Lariat began the study, the strengths are compared that all folds have: linear l1.");
    // Where all are whole and exact it does not matter what they might have cost.
    Comparison same = comparison(LASSO, (_, i) -> score(2 + 0.01 * Math.abs(i - 10)),
        fold -> fold < 2 ? earlier : LIMITED);
    assertThat(same.notes(LASSO)).isEmpty();
  }

  /** At one strength for all folds the path has the lower loss, 0.94; at that which other folds choose 1.1. */
  @Test
  void candidatesStandInTheOrderThatDecides() {
    double[][] losses = {{0.5, 1.2, 1, 1, 1}, {1.3, 0.6, 1, 1, 1}};
    Comparison comparison = comparison(LASSO,
        (fold, i) -> score(i == 10 || i == 11 ? losses[i - 10][fold] : 2 + Math.abs(i - 10)));
    Verdict verdict = Verdict.of(comparison, ALL, Metric.LOG_LOSS);
    assertThat(verdict.candidates()).extracting(CandidateSummary::model)
        .containsExactly(ModelKind.NETWORK, ModelKind.LINEAR, ModelKind.TRIVIAL);
    assertThat(lasso(verdict).loss()).isLessThan(verdict.candidates().getFirst().loss());
    assertThat(verdict.use().regularizer()).isEqualTo("none");
    assertThat(String.join(" ", verdict.use().reasons())).contains("linear l1 +0.0800").doesNotContain("l1 −");
  }

  /** Of a metric that says nothing of some rows: a strength that was fitted is not one that was left out. */
  @Test
  void aStrengthWithoutALossIsNotLeftOut() {
    int failed = 7;
    Comparison comparison = comparison(LASSO,
        (fold, i) -> fold == 2 && i == failed ? score(Double.NaN) : score(2 + 0.01 * Math.abs(i - 12)));
    assertThat(comparison.notes(LASSO)).isEmpty();
    assertThat(comparison.dropped(LASSO)).containsExactly(
        Map.entry(LASSO.coarse().reversed().get(failed), "its loss is not a finite number on every fold"));
  }

  /** As 1 − AUC of rows of one class. */
  @Test
  void aPathWithoutAnyLossIsNoError() {
    Comparison comparison = comparison(RIDGE, (fold, i) -> fold == 1 ? score(Double.NaN) : score(2));
    assertThat(comparison.table(RIDGE)).isNull();
    assertThat(comparison.notes(RIDGE)).isEmpty();
    assertThat(comparison.whyMissing(RIDGE)).isEqualTo("its loss is not a finite number on every fold");
  }

  /** A path that ends before the only strength that is compared. */
  @Test
  void aPathThatDoesNotComeAsFarAsAnyStrengthEndsByItsWork() {
    var path = new CellResult(new Cell(LASSO.trial(Strength.ZERO), 0, 0), true, List.of(NOT_FITTED), new float[0][]);
    assertThat(PathEnd.weakest(path)).isEqualTo(1);
    assertThat(PathEnd.isByWork(path)).isTrue();
    Comparison comparison = comparison(RIDGE, (fold, _) -> fold == 1 ? NOT_FITTED : score(2));
    assertThat(comparison.whyMissing(RIDGE))
        .isEqualTo("not fitted on every fold: the path would take more than the work of a network's training");
  }
}
