package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.evidence.AdditiveCurves;
import dev.lariat.study.verdict.CandidateSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Additive models in a study: what is planted is found, what is not is not claimed, and bits do not depend on threads.
 */
@Tag("slow") // it runs whole studies
class AdditiveCandidateTest {
  private static final int ROWS = 400;

  private static Dataset table(long seed, ToDoubleFunction<double[]> signal) {
    var random = new Random(seed);
    double[][] x = new double[3][ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double[] row = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      for (int c = 0; c < 3; c++) {
        x[c][i] = row[c];
      }
      y[i] = signal.applyAsDouble(row) + 0.5 * random.nextGaussian();
    }
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      columns.add(new NumericColumn("x" + c, x[c]));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("planted", columns).target("y", Task.REGRESSION);
  }

  /** An absolute value and a step: no line sees the first, and half of the second. */
  private static Dataset bent() {
    return table(1, x -> Math.abs(x[0]) + (x[1] > 0.3 ? 1 : 0));
  }

  private static Study study(Dataset data) {
    return Study.of(data).models(ModelKind.LINEAR, ModelKind.ADDITIVE).folds(5).threads(1);
  }

  private static double lowest(StudyResult result, ModelKind kind) {
    return result.verdict()
        .candidates()
        .stream()
        .filter(c -> c.model() == kind)
        .mapToDouble(CandidateSummary::loss)
        .min()
        .orElseThrow();
  }

  @Test
  void plantedBendsAreFoundAndDrawn() {
    StudyResult result = study(bent()).run();
    assertThat(result.verdict().use().model()).isEqualTo(ModelKind.ADDITIVE);
    assertThat(lowest(result, ModelKind.ADDITIVE)).isLessThan(0.36).isLessThan(0.6 * lowest(result, ModelKind.LINEAR));
    assertThat(result.model()).isInstanceOf(LinearModel.class);
    AdditiveCurves curves = result.evidence().curves().orElseThrow();
    assertThat(curves.columns()).extracting(AdditiveCurves.Curve::column).startsWith("x0", "x1");
    AdditiveCurves.Curve first = curves.columns().getFirst();
    List<Double> heights = first.added().getFirst();
    int middle = heights.indexOf(heights.stream().min(Double::compare).orElseThrow());
    assertThat(first.at().get(middle)).as("an absolute value is lowest at 0").isBetween(-0.4, 0.4);
    assertThat(heights.getFirst() - heights.get(middle)).isCloseTo(-first.at().getFirst(), within(0.8));
    assertThat(heights.getLast() - heights.get(middle)).isCloseTo(first.at().getLast(), within(0.8));
  }

  @Test
  void theSameBitsAtAnyThreadCount() {
    StudyResult one = study(bent()).run();
    StudyResult two = study(bent()).threads(2).run();
    assertThat(two.verdict().candidates()).usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*seconds")
        .isEqualTo(one.verdict().candidates());
    assertThat(two.model().predict(bent())).containsExactly(one.model().predict(bent()));
  }

  @Test
  void whereThereIsNoSignalNothingIsUsed() {
    StudyResult result = study(table(2, _ -> 0)).run();
    assertThat(result.verdict().use().model()).isEqualTo(ModelKind.TRIVIAL);
    assertThat(result.verdict().proven().sure()).isFalse();
  }

  @Test
  void everyPointOfAPathHasItsCertificate() {
    Dataset data = bent();
    for (LinearPenalty penalty : List.of(LinearPenalty.lasso(), LinearPenalty.elasticNet(0.5), LinearPenalty.ridge())) {
      LinearFit fit = LinearTrainer.of(data, Family.gaussian(), penalty).hinges(8).crossValidate(4);
      assertThat(fit.path().points()).allMatch(LinearPath.Point::converged);
      assertThat(fit.path().points()).allSatisfy(point -> assertThat(point.gap()).isLessThan(1e-6));
      assertThat(fit.features()).hasSize(3 * 9);
      double line = LinearTrainer.of(data, Family.gaussian(), penalty)
          .crossValidate(4)
          .validation()
          .orElseThrow()
          .mean()[0];
      assertThat(fit.validation()).isPresent();
      assertThat(min(fit)).isLessThan(line);
    }
  }

  private static double min(LinearFit fit) {
    double least = Double.POSITIVE_INFINITY;
    for (double mean : fit.validation().orElseThrow().mean()) {
      least = Math.min(least, mean);
    }
    return least;
  }

  @Test
  void askedForWhereItWouldBeALinearModelItIsRefused() {
    Dataset few = bent().select(IntStream.range(0, 100).toArray());
    assertThatExceptionOfType(DataException.class).isThrownBy(study(few)::describe)
        .withMessageContaining("an additive model would be a linear one");
    assertThat(Study.of(few).describe().candidates()).noneMatch(c -> c.model() == ModelKind.ADDITIVE);
    assertThat(Study.of(bent()).describe().candidates()).anyMatch(c -> c.model() == ModelKind.ADDITIVE);
    assertThat(Study.of(bent()).quick().describe().candidates()).noneMatch(c -> c.model() == ModelKind.ADDITIVE);
    assertThat(Study.of(bent()).regularizers("additive").describe().candidates()).extracting(Object::toString)
        .containsExactly("trivial", "network none", "additive l1", "additive l2", "additive elastic-net");
    assertThatIllegalArgumentException().isThrownBy(Study.of(bent()).series(3, 1).regularizers("additive")::describe)
        .withMessageContaining("not for images or sequences");
  }
}
