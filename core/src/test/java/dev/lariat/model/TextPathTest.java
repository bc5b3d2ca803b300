package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths over the words of texts. */
class TextPathTest {
  private static final int TELLING = 12;

  /**
   * Half of the telling words come in good texts, half in bad ones; all other words say nothing.
   *
   * @param filler how many there are
   */
  private static Dataset planted(int rows, int filler, int words) {
    var random = new SplittableRandom(7);
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      boolean good = random.nextBoolean();
      var text = new ArrayList<String>();
      for (int w = 0; w < words; w++) {
        text.add("filler" + random.nextInt(filler));
      }
      for (int t = 0; t < TELLING; t++) {
        boolean own = t < TELLING / 2 == good;
        if (random.nextDouble() < (own ? 0.25 : 0.06)) {
          text.add("telling" + t);
        }
      }
      texts.add(String.join(" ", text));
      labels.add(good ? "good" : "bad");
    }
    return Dataset.of("planted", List.of(TextColumn.of("review", texts), CategoryColumn.of("label", labels)))
        .target("label");
  }

  private static Set<String> used(LinearFit fit, int point) {
    return new TreeSet<>(fit.coefficients(point, 0).keySet());
  }

  @Test
  @Tag("slow")
  void fewTellingWordsOfThousandsAreFoundByL1AndNotByL2() {
    Dataset data = planted(2000, 5000, 20);
    Set<String> telling = IntStream.range(0, TELLING).mapToObj(t -> "review:telling" + t).collect(Collectors.toSet());
    LinearFit lasso = LinearTrainer.of(data, Family.binomial(), LinearPenalty.lasso())
        .options(PathOptions.DEFAULT.withGrid(60, 0.05))
        .crossValidate(5);
    LinearFit ridge = LinearTrainer.of(data, Family.binomial(), LinearPenalty.ridge())
        .options(PathOptions.DEFAULT.withGrid(15, Double.NaN))
        .crossValidate(5);
    int oneSe = lasso.validation().orElseThrow().oneSeIndex();
    assertThat(used(lasso, oneSe)).isEqualTo(telling);
    assertThat(lasso.entries().stream().limit(TELLING).map(e -> lasso.features().get(e.feature())))
        .containsExactlyInAnyOrderElementsOf(telling);
    for (LinearFit.Entry entry : lasso.entries().subList(0, TELLING)) {
      int number = Integer.parseInt(lasso.features().get(entry.feature()).replaceAll("\\D", ""));
      assertThat(entry.coefficient() > 0).isEqualTo(number < TELLING / 2);
    }
    int best = ridge.validation().orElseThrow().minIndex();
    assertThat(used(ridge, best)).hasSizeGreaterThan(4900);
    assertThat(ridge.validation().orElseThrow().mean()[best])
        .isGreaterThan(lasso.validation().orElseThrow().mean()[lasso.validation().orElseThrow().minIndex()] + 0.1);
    // The grid of ridge reaches where it predicts: its best λ is not at its end, and better than the mean.
    assertThat(best).isBetween(1, ridge.path().points().size() - 2);
    assertThat(ridge.validation().orElseThrow().mean()[best]).isLessThan(1.3);
  }

  /** Vocabulary, idf and λ are those of the training rows: a fold by hand gives its error. */
  @Test
  void crossValidationLearnsWordsInsideEachFold() {
    Dataset data = planted(200, 60, 6);
    int[] parts = IntStream.range(0, 200).map(row -> row % 4).toArray();
    Folds folds = Folds.given(new NumericColumn("fold", IntStream.of(parts).asDoubleStream().toArray()));
    LinearFit fit = LinearTrainer.of(data, Family.binomial(), LinearPenalty.lasso()).crossValidate(folds);
    double[] lambdas = fit.path().lambdas();
    int point = 5; // beyond it the classes are told apart, and losses are large
    double sum = 0;
    for (int f = 0; f < 4; f++) {
      Dataset training = data.select(folds.training(f));
      Dataset validation = data.select(folds.validation(f));
      LinearFit own = LinearTrainer.of(training, Family.binomial(), LinearPenalty.lasso())
          .options(PathOptions.DEFAULT.withLambdas(lambdas))
          .fit();
      var model = LinearModel.of(own, Provenance.now("test", 0, "", "")).at(Double.toString(lambdas[point]));
      double[] p = model.predict(validation);
      int[] labels = validation.target().labels();
      double loss = 0;
      for (int i = 0; i < labels.length; i++) {
        loss -= 2 * Math.log(p[2 * i + labels[i]]) / labels.length;
      }
      sum += loss / 4;
    }
    assertThat(fit.validation().orElseThrow().mean()[point]).isCloseTo(sum, within(1e-5));
  }

  /** A column of numbers is standardised, words are not: dividing a number by 1,000 changes nothing. */
  @Test
  void wordsKeepTheirScaleBesideNumbers() {
    Dataset data = planted(200, 60, 6);
    double[] numbers = new SplittableRandom(3).doubles(200).toArray();
    double[] small = IntStream.range(0, 200).mapToDouble(i -> numbers[i] / 1000).toArray();
    var options = PathOptions.DEFAULT.withTolerance(1e-12);
    LinearPath one = LinearTrainer
        .of(data.with(new NumericColumn("x", numbers)), Family.binomial(), LinearPenalty.elasticNet(0.5))
        .options(options)
        .fit()
        .path();
    LinearPath other = LinearTrainer
        .of(data.with(new NumericColumn("x", small)), Family.binomial(), LinearPenalty.elasticNet(0.5))
        .options(options)
        .fit()
        .path();
    LinearPath alone = LinearTrainer.of(data, Family.binomial(), LinearPenalty.elasticNet(0.5))
        .options(options.withStandardize(false).withLambdas(one.lambdas()))
        .fit()
        .path();
    LinearPath standardised = LinearTrainer.of(data, Family.binomial(), LinearPenalty.elasticNet(0.5))
        .options(options.withLambdas(one.lambdas()))
        .fit()
        .path();
    int last = one.points().size() - 1;
    assertThat(other.lambdas()).containsExactly(one.lambdas(), within(1e-9));
    assertThat(other.points().get(last).devianceRatio()).isCloseTo(one.points().get(last).devianceRatio(),
        within(1e-7));
    assertThat(standardised.points().get(last).devianceRatio()).isCloseTo(alone.points().get(last).devianceRatio(),
        within(1e-9));
  }

  /**
   * Beside words a column that is far from 0 in every row is read centred: a time since 1970 says the same as that of
   * the day, even milliseconds within one minute, whose mean is 10⁸ deviations.
   */
  @ParameterizedTest
  @CsvSource({"1700000000, 60000, 20000", "1700000000000, 40000, 20000"})
  void aTimeFarFromZeroBesideWordsIsFittedAsTheTimeOfDay(long since, int span, int effect) {
    Dataset data = planted(1500, 400, 12);
    int[] labels = data.target().labels();
    var random = new SplittableRandom(9);
    double[] near = IntStream.range(0, 1500).mapToDouble(i -> random.nextInt(span) + effect * labels[i]).toArray();
    double[] far = Arrays.stream(near).map(v -> since + v).toArray();
    var options = PathOptions.DEFAULT.withGrid(40, 0.002).withEarlyStop(false);
    LinearPath farPath = LinearTrainer
        .of(data.with(new NumericColumn("ts", far)), Family.binomial(), LinearPenalty.lasso())
        .options(options)
        .fit()
        .path();
    LinearPath nearPath = LinearTrainer
        .of(data.with(new NumericColumn("ts", near)), Family.binomial(), LinearPenalty.lasso())
        .options(options.withLambdas(farPath.lambdas()))
        .fit()
        .path();
    for (int k = 0; k < farPath.points().size(); k++) {
      assertThat(farPath.points().get(k).converged()).as("λ number %d", k).isTrue();
      assertThat(farPath.points().get(k).devianceRatio()).isCloseTo(nearPath.points().get(k).devianceRatio(),
          within(1e-6));
    }
    assertThat(farPath.points()).hasSize(40);
    assertThat(farPath.points().getLast().nonZeros()).isGreaterThan(20);
  }
}
