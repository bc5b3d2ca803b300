package dev.lariat.study.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Observations;
import dev.lariat.metric.Metric;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.linear.TableDesign;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.PathWork;
import dev.lariat.study.candidate.Strength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearCellsTest {
  private static final int ROWS = 60;
  /** Of a path: a small part of what all strengths take. */
  private static final long HURRY = 1_500_000;

  /** One column matters; with the others a weak penalty fits noise. */
  private static Dataset table() {
    var random = new Random(3);
    List<Column> columns = new ArrayList<>();
    double[] y = new double[ROWS];
    Arrays.setAll(y, i -> random.nextGaussian());
    for (int j = 0; j < 50; j++) {
      double[] values = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        values[i] = (j == 0 ? y[i] : 0) + random.nextGaussian();
      }
      columns.add(new NumericColumn("x" + j, values));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("noise", columns).target("y", Task.REGRESSION);
  }

  private static LinearCells cells(Dataset data) {
    return new LinearCells(data, Folds.stratified(data.target(), 3, 0), PreprocessingOptions.linear(),
        Metric.SQUARED_ERROR, false, PathWork.Most.UNLIMITED);
  }

  private static Cell cell(int seed) {
    return new Cell(LinearRegularizer.L1.candidate(ModelKind.LINEAR).trial(Strength.ZERO), 0, seed);
  }

  @Test
  void aPathEndsWhereItsLossHasLongRisen() {
    LinearCells cells = cells(table());
    CellResult result = cells.run(cell(0), 1, () -> false);
    List<Score> scores = result.scores();
    assertThat(scores).hasSize(LinearRegularizer.L1.points());
    double[] fitted = scores.stream().mapToDouble(Score::validationLoss).filter(Double::isFinite).toArray();
    assertThat(fitted).as("strengths that are left out have no loss").hasSizeLessThan(scores.size() - 5);
    assertThat(scores.subList(0, scores.size() - fitted.length))
        .allMatch(score -> Double.isNaN(score.validationLoss()));
    assertThat(fitted[0]).isGreaterThan(1.05 * Arrays.stream(fitted).min().orElseThrow());
    assertThat(cells.run(cell(1), 1, () -> false).scores()).as("a path has no seed").isEqualTo(scores);
  }

  /** The model of a strength is the whole path's, whether the cell kept it, left it out or was never run. */
  @Test
  void aStrengthIsThatOfTheWholePath() {
    Dataset data = table();
    LinearCells ran = cells(data);
    ran.run(cell(0), 1, () -> false);
    LinearCells fresh = cells(data);
    Candidate candidate = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
    for (Strength strength : candidate.coarse()) {
      assertThat(ran.predictions(candidate.trial(strength), 3, 1).getFirst())
          .containsExactly(fresh.predictions(candidate.trial(strength), 3, 1).getFirst());
    }
  }

  /** Its weights are those of a fit to a gap of 1e-7, however roughly the whole path was fitted. */
  @Test
  void aCellWithAStrengthIsThatModelExactly() {
    Dataset data = classes();
    Folds folds = Folds.stratified(data.target(), 3, 0);
    LinearCells hurried = of(data, folds, HURRY / 15);
    LinearCells whole = of(data, folds, Long.MAX_VALUE);
    for (LinearRegularizer regularizer : List.of(LinearRegularizer.L1, LinearRegularizer.ELASTIC_NET)) {
      Candidate candidate = regularizer.candidate(ModelKind.LINEAR);
      CellResult path = hurried.run(new Cell(candidate.trial(Strength.ZERO), 0, 0), 1, () -> false);
      assertThat(path.fit()).isEqualTo(CellResult.PathFit.of(true, PathLimit.TRAINING));
      assertThat(whole.run(new Cell(candidate.trial(Strength.ZERO), 0, 0), 1, () -> false).fit().hurried())
          .contains(false);
      Strength strength = candidate.coarse().get(regularizer.points() - 15);
      var cell = new Cell(candidate.trial(strength), 0, 0);
      CellResult exact = hurried.run(cell, 1, () -> false);
      assertThat(exact.scores()).hasSize(1);
      assertThat(exact.fit().hurried()).contains(false);
      Score counted = exact.last();
      Score known = whole.run(cell, 1, () -> false).last();
      assertThat(counted.nonZeroWeights()).isEqualTo(known.nonZeroWeights());
      assertThat(counted.validationLoss()).isEqualTo(known.validationLoss());
      // By another way: the path on the fold's training rows alone, to a gap a hundred times smaller.
      int[] rows = folds.training(0);
      Preprocessing inputs = Preprocessing.fitFold(data, rows, PreprocessingOptions.linear());
      LinearPath fitted = FollowedPath.fit(
          new Observations(TableDesign.of(inputs, data, rows), LinearTrainer.family(data.target()),
              data.target().select(rows).learnt(), 3, null, null),
          regularizer, PathGrid.all(regularizer).options(1e-9), _ -> true, _ -> Long.MAX_VALUE);
      LinearPath.Point point = fitted.points().get(regularizer.fromStrong(strength));
      assertThat(counted.nonZeroWeights()).isEqualTo(Arrays.stream(point.index()).mapToLong(i -> i.length).sum());
      assertThat(hurried.run(cell, 1, () -> true)).as("cancelled").isNull();
    }
  }

  @Test
  void aPathThatIsCancelledIsNoResult() {
    var asked = new int[1];
    assertThat(cells(table()).run(cell(0), 1, () -> asked[0]++ > 3)).isNull();
    assertThat(asked[0]).isEqualTo(5);
  }

  /** As if it took longer than a network. */
  @Test
  void aPathEndsWithItsWork() {
    Dataset data = table();
    Folds folds = Folds.stratified(data.target(), 3, 0);
    int points = LinearRegularizer.L1.points();
    double[] all = losses(new LinearCells(data, folds, PreprocessingOptions.linear(), Metric.SQUARED_ERROR, false,
        PathWork.Most.UNLIMITED));
    int last = points;
    for (long work : new long[]{20_000, 10_000, 5_000, 0}) {
      var cells = new LinearCells(data, folds, PreprocessingOptions.linear(), Metric.SQUARED_ERROR, false, most(work));
      CellResult result = cells.run(cell(0), 1, () -> false);
      double[] fitted = result.scores().stream().mapToDouble(Score::validationLoss).filter(Double::isFinite).toArray();
      assertThat(fitted).as("the same losses, fewer of them").hasSizeBetween(1, last);
      // In a hurry to a gap of 1e-2.
      assertThat(fitted).containsExactly(Arrays.copyOfRange(all, points - fitted.length, points), within(0.01));
      assertThat(PathEnd.isByWork(result)).isEqualTo(fitted.length < 12);
      last = fitted.length;
      // What is used is fitted on all rows however long it takes.
      Strength weak = LinearRegularizer.L1.candidate(ModelKind.LINEAR).coarse().getFirst();
      assertThat(cells.whole(LinearRegularizer.L1.candidate(ModelKind.LINEAR).trial(weak)).path().points())
          .hasSize(points);
    }
    assertThat(last).as("the strongest is fitted in any case").isEqualTo(1);
  }

  /** As if all of its strengths took far longer than a network. */
  @Test
  void aPathInAHurryIsFittedAtHalfDecades() {
    Dataset data = classes();
    Folds folds = Folds.stratified(data.target(), 3, 0);
    Candidate ridge = LinearRegularizer.L2.candidate(ModelKind.LINEAR);
    Cell cell = new Cell(ridge.trial(Strength.ZERO), 0, 0);
    double[] all = of(data, folds, Long.MAX_VALUE).run(cell, 1, () -> false)
        .scores()
        .stream()
        .mapToDouble(Score::validationLoss)
        .toArray();
    LinearCells hurried = of(data, folds, HURRY);
    CellResult result = hurried.run(cell, 1, () -> false);
    double[] fitted = result.scores().stream().mapToDouble(Score::validationLoss).toArray();
    List<Strength> strengths = ridge.coarse();
    List<Double> there = IntStream.range(0, fitted.length)
        .filter(i -> Double.isFinite(fitted[i]))
        .mapToObj(i -> strengths.get(i).value())
        .toList()
        .reversed();
    assertThat(there).hasSizeGreaterThan(2).startsWith(1e-3, 3.2e-4, 1e-4);
    for (int i = 0; i < fitted.length; i++) {
      if (Double.isFinite(fitted[i])) {
        if (Double.isFinite(all[i])) { // its loss had not long risen before
          assertThat(fitted[i]).as("strength " + strengths.get(i)).isCloseTo(all[i], within(0.03 * all[i]));
        }
        // On the fold and on all rows the model is the one that was compared, whether it was kept or not.
        assertThat(of(data, folds, HURRY).predictions(ridge.trial(strengths.get(i)), 1, 1).getFirst())
            .containsExactly(hurried.predictions(ridge.trial(strengths.get(i)), 1, 1).getFirst());
        double lambda = hurried.whole(ridge.trial(strengths.get(i))).point(strengths.get(i)).lambda();
        assertThat(lambda).isCloseTo(
            of(data, folds, Long.MAX_VALUE).whole(ridge.trial(strengths.get(i))).point(strengths.get(i)).lambda(),
            within(1e-9 * lambda));
      }
    }
    assertThat(PathEnd.weakest(result)).isEqualTo(strengths.indexOf(Strength.of(there.getLast())));
    double stronger = hurried.whole(ridge.trial(Strength.of(0.1))).point(Strength.of(0.1)).lambda();
    assertThat(stronger).as("what a hurry leaves out is fitted where it is asked for")
        .isCloseTo(
            of(data, folds, Long.MAX_VALUE).whole(ridge.trial(Strength.of(0.1))).point(Strength.of(0.1)).lambda(),
            within(1e-9 * stronger));
  }

  /** Of ridge half decades, of all others every strength. */
  @Test
  void aHurryLeavesStrengthsOfRidgeOut() {
    for (LinearRegularizer regularizer : LinearRegularizer.values()) {
      PathGrid grid = PathGrid.hurried(regularizer, 1);
      assertThat(grid.points()).isEqualTo(regularizer == LinearRegularizer.L2 ? 13 : regularizer.points());
      assertThat(IntStream.range(0, grid.points()).map(place -> grid.place(grid.fromStrong(place))).toArray())
          .containsExactly(IntStream.range(0, grid.points()).toArray());
      assertThat(grid.fromStrong(grid.points() - 1)).as("the weakest").isEqualTo(regularizer.points() - 1);
    }
  }

  /** The end of its path alone is compared; where work ends before it there is nothing. */
  @Test
  void noneInAHurryIsFittedOrHasNoLoss() {
    Dataset data = classes();
    Folds folds = Folds.stratified(data.target(), 3, 0);
    Cell cell = new Cell(LinearRegularizer.NONE.candidate(ModelKind.LINEAR).trial(Strength.ZERO), 0, 0);
    Score whole = of(data, folds, Long.MAX_VALUE).run(cell, 1, () -> false).last();
    assertThat(PathEnd.isFitted(whole)).isTrue();
    CellResult ended = of(data, folds, 0).run(cell, 1, () -> false);
    assertThat(PathEnd.isFitted(ended.last())).isFalse();
    assertThat(PathEnd.isByWork(ended)).isTrue();
    assertThat(PathEnd.weakest(ended)).isEqualTo(1);
  }

  /** The area under the curve of rows of one class is no number. */
  @Test
  void aPathWithoutLossesHasStrengthsThatWereFitted() {
    var random = new Random(5);
    int rows = 90;
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < 20; j++) {
      columns.add(new NumericColumn("x" + j, random.doubles(rows).toArray()));
    }
    // All rows of the first of three folds are of one class.
    columns.add(CategoryColumn.of("y",
        IntStream.range(0, rows).mapToObj(i -> i < rows / 3 || i % 2 == 0 ? "a" : "b").toList()));
    Dataset data = Dataset.of("one class", columns).target("y", Task.CLASSIFICATION);
    double[] thirds = IntStream.range(0, rows).mapToDouble(i -> Math.floorDiv(3 * i, rows)).toArray();
    Folds folds = Folds.given(new NumericColumn("fold", thirds));
    for (LinearRegularizer regularizer : LinearRegularizer.values()) {
      for (long work : new long[]{Long.MAX_VALUE, 50_000, 0}) {
        var cells = new LinearCells(data, folds, PreprocessingOptions.linear(), Metric.AUC, false, most(work));
        var cell = new Cell(regularizer.candidate(ModelKind.LINEAR).trial(Strength.ZERO), 0, 0);
        CellResult result = cells.run(cell, 1, () -> false);
        assertThat(result.scores()).allMatch(score -> Double.isNaN(score.validationLoss()));
        assertThat(result.scores().stream().anyMatch(PathEnd::isFitted))
            .isEqualTo(regularizer.strengths() > 1 || PathEnd.weakest(result) == 0);
        boolean ended = PathEnd.isByWork(result);
        assertThat(work == 0 ? ended : work < Long.MAX_VALUE || !ended).as(regularizer + " " + work).isTrue();
      }
    }
  }

  private static PathWork.Most most(long work) {
    return new PathWork.Most(PathLimit.TRAINING, work);
  }

  private static LinearCells of(Dataset data, Folds folds, long work) {
    return new LinearCells(data, folds, PreprocessingOptions.linear(), Metric.LOG_LOSS, false, most(work));
  }

  /** Three classes that a few of forty columns tell apart. */
  private static Dataset classes() {
    var random = new Random(4);
    int rows = 300;
    List<String> names = IntStream.range(0, rows).mapToObj(i -> List.of("a", "b", "c").get(i % 3)).toList();
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < 40; j++) {
      int column = j;
      columns.add(new NumericColumn("x" + j,
          IntStream.range(0, rows).mapToDouble(i -> (column == i % 3 ? 1 : 0) + random.nextGaussian()).toArray()));
    }
    columns.add(CategoryColumn.of("y", names));
    return Dataset.of("classes", columns).target("y", Task.CLASSIFICATION);
  }

  private static double[] losses(LinearCells cells) {
    return cells.run(cell(0), 1, () -> false).scores().stream().mapToDouble(Score::validationLoss).toArray();
  }
}
