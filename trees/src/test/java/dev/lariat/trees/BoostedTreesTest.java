package dev.lariat.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.Provenance;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.yardstick.Yardstick;
import dev.lariat.study.yardstick.YardstickLoss;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Trees find a square in a plane, which linear models cannot. */
final class BoostedTreesTest {
  private static final int ROWS = 400;

  private static double[] column(int seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, ROWS).mapToDouble(_ -> random.nextDouble(-1, 1)).toArray();
  }

  /** A quarter of the rows, in the middle. */
  private static boolean[] inside() {
    double[] a = column(1);
    double[] b = column(2);
    boolean[] inside = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      inside[i] = Math.abs(a[i]) < 0.5 && Math.abs(b[i]) < 0.5;
    }
    return inside;
  }

  private static Dataset table(Column target) {
    return Dataset.of("square", List.of(NumericColumn.of("a", column(1)), NumericColumn.of("b", column(2)), target))
        .target(target.name());
  }

  /** The last class outside; inside of the square the others in turn. */
  private static Column classes(String... names) {
    boolean[] inside = inside();
    int others = names.length - 1;
    return CategoryColumn.of("y",
        IntStream.range(0, ROWS).mapToObj(i -> names[inside[i] ? i % others : others]).toList());
  }

  private static StudyResult study(Column target, int threads) {
    return Study.of(table(target))
        .models(ModelKind.LINEAR)
        .regularizers("l2")
        .quick()
        .threads(threads)
        .yardstick(Yardstick.installed())
        .run();
  }

  @Test
  void treesReachALowLossOnTwoClassesAndTheVerdictHasIt() {
    StudyResult result = study(classes("no", "yes"), 1);
    YardstickLoss trees = result.yardstick().orElseThrow();
    assertThat(trees.name()).isEqualTo("XGBoost 3.4.0");
    assertThat(trees.loss()).isBetween(0.0, 0.2);
    assertThat(trees.standardError()).isBetween(0.0, 0.1);
    // On every fold.
    assertThat(trees.gain().orElseThrow().low()).isPositive();
    assertThat(trees.gain().orElseThrow().mean()).isCloseTo(result.verdict().use().loss() - trees.loss(), within(1e-9));
    // A linear model sees nothing of it: −¼ ln ¼ − ¾ ln ¾ = 0.56.
    assertThat(result.verdict().candidates().getFirst().loss()).isGreaterThan(0.5);
    String json = VerdictFile.text(VerdictFile.of(result, Provenance.now("test", 0, "square", "")));
    assertThat(json).contains("\"yardstick\"", "\"standardError\" : " + trees.standardError());
  }

  @Test
  void theSameBitsAtAnyNumberOfThreads() {
    Column target = classes("no", "yes");
    assertThat(study(target, 2).yardstick()).isEqualTo(study(target, 1).yardstick());
  }

  @Test
  void threeClasses() {
    YardstickLoss trees = study(classes("a", "b", "c"), 2).yardstick().orElseThrow();
    // Inside a and b are equally likely: a quarter of the rows with ln 2, 0.17, is the least.
    assertThat(trees.loss()).isBetween(0.1, 0.4);
  }

  @Test
  void numbersInTheirUnit() {
    boolean[] inside = inside();
    double[] values = IntStream.range(0, ROWS).mapToDouble(i -> inside[i] ? 5000 : 3000).toArray();
    YardstickLoss trees = study(NumericColumn.of("price", values), 2).yardstick().orElseThrow();
    // Always predicting the mean has the squared error 866².
    assertThat(Math.sqrt(trees.loss())).isLessThan(400);
  }

  /** Its Scala must not come along: it would meet another one. */
  @Test
  void noScalaIsOnTheClassPath() {
    assertThat(System.getProperty("java.class.path")).contains("xgboost4j").doesNotContain("scala-library");
  }
}
