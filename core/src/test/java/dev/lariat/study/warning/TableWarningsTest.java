package dev.lariat.study.warning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.study.warning.Warning.Kind;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableWarningsTest {
  private static final int ROWS = 300;
  private static final TableWarnings.Parted AT_RANDOM = new TableWarnings.Parted(false, false);

  private static NumericColumn numbers(String name, IntToDoubleFunction value) {
    return new NumericColumn(name, IntStream.range(0, ROWS).mapToDouble(value).toArray());
  }

  private static CategoryColumn levels(String name, IntFunction<String> value) {
    return CategoryColumn.of(name, IntStream.range(0, ROWS).mapToObj(value).toList());
  }

  private static NumericColumn noise(String name, int seed) {
    var random = new Random(seed);
    return numbers(name, _ -> random.nextGaussian());
  }

  /** The same for the same row. */
  private static double noiseAt(int row) {
    return new Random(row * 7919L).nextGaussian();
  }

  private static Dataset table(String target, Task task, Column... columns) {
    return Dataset.of("t.csv", List.of(columns)).target(target, task);
  }

  private static List<Warning> warnings(Dataset data, TableWarnings.Parted parted) {
    return TableWarnings.of(data, Folds.stratified(data.target(), 5, 1), parted);
  }

  private static Warning only(Dataset data) {
    List<Warning> warnings = warnings(data, AT_RANDOM);
    assertThat(warnings).hasSize(1);
    return warnings.getFirst();
  }

  @Test
  void anHonestTableIsNotSpokenOf() {
    Column x = noise("x", 1);
    Column e = noise("e", 2);
    Column y = numbers("y", i -> 2 * x.number(i) + e.number(i));
    assertThat(
        warnings(table("y", Task.REGRESSION, x, noise("z", 3), levels("colour", i -> "c" + i % 4), y), AT_RANDOM))
        .isEmpty();
    Column kind = levels("kind", i -> x.number(i) + e.number(i) > 0 ? "a" : "b");
    assertThat(warnings(table("kind", Task.CLASSIFICATION, x, noise("z", 3), kind), AT_RANDOM)).isEmpty();
  }

  /** The logarithm of the target, its class in another word, and a relation that no line follows. */
  @Test
  void aColumnThatGivesTheTargetAwayIsNamed() {
    Column y = numbers("wage", i -> 20 + 10 * Math.exp(0.5 * noiseAt(i)));
    Warning log = only(
        table("wage", Task.REGRESSION, numbers("logwage", i -> Math.log(y.number(i))), noise("x", 1), y));
    assertThat(log.kind()).isEqualTo(Kind.TARGET_LEAK);
    assertThat(log.column()).contains("logwage");
    assertThat(log.text()).containsPattern("'logwage' alone explains (99\\.[0-9]+|100) % of 'wage'")
        .contains("--drop logwage");

    Column far = numbers("far", i -> i == 7 ? 4000 : 100 + noiseAt(i));
    List<Warning> both = warnings(table("far", Task.REGRESSION, numbers("log", i -> Math.log(far.number(i))), far),
        AT_RANDOM);
    assertThat(both.getFirst().text())
        .containsPattern("'log' alone explains (99\\.[0-9]+|100) % of the order of 'far'");

    Column kind = levels("kind", i -> noiseAt(i) > 0 ? "ill" : "well");
    Warning code = only(
        table("kind", Task.CLASSIFICATION, levels("code", i -> noiseAt(i) > 0 ? "17" : "4"), noise("x", 1), kind));
    assertThat(code.column()).contains("code");
    assertThat(code.text()).contains("with 0 % of the errors");

    Column bent = numbers("bent", i -> Math.abs(noiseAt(i)) < 0.7 ? i * 1e-6 : 5 + i * 1e-6);
    Column inside = levels("inside", i -> Math.abs(noiseAt(i)) < 0.7 ? "yes" : "no");
    assertThat(only(table("inside", Task.CLASSIFICATION, bent, noise("x", 1), inside)).column()).contains("bent");

    assertThat(TableWarnings.tooGood("bikers", 1.7e-4, 18_000, "registered").orElseThrow().column())
        .contains("registered");
    assertThat(TableWarnings.tooGood("bikers", 95, 18_000, "registered")).isEmpty();
  }

  @Test
  void aTargetThatNamesTheRowIsNoTarget() {
    Warning classes = only(table("name", Task.CLASSIFICATION, noise("x", 1), levels("name", i -> "n" + i / 2)));
    assertThat(classes.kind()).isEqualTo(Kind.IDENTIFIER_TARGET);
    assertThat(classes.text()).contains("150 classes in 300 rows, 2.00 rows a class");
    Warning number = only(table("id", Task.REGRESSION, noise("x", 1), numbers("id", i -> 1000 + (i * 7) % ROWS)));
    assertThat(number.kind()).isEqualTo(Kind.IDENTIFIER_TARGET);
    assertThat(number.text()).contains("from 1000 to 1299");
  }

  @Test
  void copiesOnBothSidesAreCounted() {
    Column x = numbers("x", i -> i < 30 ? noiseAt(i + 30) : noiseAt(i));
    Column y = numbers("y", i -> i < 30 ? noiseAt(i + 1030) : noiseAt(i + 1000));
    Dataset data = table("y", Task.REGRESSION, x, levels("c", i -> "c" + i % 3), y);
    Folds folds = Folds.stratified(data.target(), 5, 1);
    int[] side = new int[ROWS];
    for (int fold = 0; fold < folds.count(); fold++) {
      for (int row : folds.validation(fold)) {
        side[row] = fold;
      }
    }
    int expected = 0;
    for (int i = 0; i < 30; i++) {
      expected += side[i] != side[i + 30] ? 2 : 0;
    }
    Warning copies = TableWarnings.of(data, folds, AT_RANDOM).getFirst();
    assertThat(copies.kind()).isEqualTo(Kind.DUPLICATES);
    assertThat(copies.column()).isEmpty();
    assertThat(expected).isGreaterThan(30);
    assertThat(copies.text()).startsWith(expected + " rows (");
    // Rows of a few levels are equal by chance.
    assertThat(warnings(table("k", Task.CLASSIFICATION, levels("a", i -> "a" + i % 3),
        levels("b", i -> "b" + i / 9 % 2), levels("k", i -> noiseAt(i) > 0 ? "p" : "q")), AT_RANDOM)).isEmpty();
  }

  @Test
  void oneRowThatCarriesTheLossIsShown() {
    Warning row = only(
        table("mass", Task.REGRESSION, noise("x", 1), numbers("mass", i -> i == 17 ? 1358 : 75 + noiseAt(i))));
    assertThat(row.kind()).isEqualTo(Kind.OUTLIER);
    assertThat(row.text()).contains("one row of 300 ('mass' is 1358, the mean 79.")
        .containsPattern("carries (99\\.[0-9]|100(\\.0)?) %");
  }

  @Test
  void numbersOfWhichAFewAreMostOfTheLossAreLearntByTheirLogarithm() {
    Column price = numbers("price", i -> Math.exp(8 + 1.5 * noiseAt(i)));
    Warning skew = only(table("price", Task.REGRESSION, noise("x", 1), price));
    assertThat(skew.kind()).isEqualTo(Kind.SKEW);
    assertThat(skew.column()).contains("price");
    assertThat(skew.text()).startsWith("3 rows of 300 carry ").contains("--log-target");
    assertThat(warnings(table("price", Task.REGRESSION, noise("x", 1), price).logTarget(), AT_RANDOM)).isEmpty();
    // Of numbers that spread evenly, and of those that have no logarithm, nothing is said.
    assertThat(
        warnings(table("price", Task.REGRESSION, noise("x", 1), numbers("price", i -> 10 + noiseAt(i))), AT_RANDOM))
        .isEmpty();
    assertThat(
        warnings(table("price", Task.REGRESSION, noise("x", 1), numbers("price", i -> Math.exp(1.5 * noiseAt(i)) - 1)),
            AT_RANDOM))
        .isEmpty();
  }

  @Test
  void oneClassThatIsNearlyAllHasItsAccuracySaid() {
    Warning rare = only(
        table("default", Task.CLASSIFICATION, noise("x", 1), levels("default", i -> i % 30 == 0 ? "Yes" : "No")));
    assertThat(rare.kind()).isEqualTo(Kind.IMBALANCE);
    assertThat(rare.text()).contains("96.7 % of the rows are 'No'", "accuracy of 96.7 %", "other 10 rows");
  }

  @Test
  void datesAndYearsAskForAnotherSplit() {
    Column day = new DateColumn("day", IntStream.range(0, ROWS).mapToDouble(i -> 18_000 + i).toArray(),
        DateOrder.YEAR_FIRST);
    Dataset dated = table("y", Task.REGRESSION, day, noise("x", 1), noise("y", 2));
    assertThat(only(dated).kind()).isEqualTo(Kind.TIME);
    assertThat(only(dated).text()).contains("--time-column day");
    assertThat(warnings(dated, new TableWarnings.Parted(true, false))).isEmpty();
    assertThat(only(table("y", Task.REGRESSION, numbers("Year", i -> 2000 + i % 20), noise("y", 2))).column())
        .contains("Year");
    assertThat(warnings(table("y", Task.REGRESSION, numbers("time", i -> i % 20), noise("y", 2)), AT_RANDOM)).isEmpty();
  }

  @Test
  void rowsOfOneOwnerAskForGroups() {
    Dataset owners = table("y", Task.REGRESSION, levels("patient_id", i -> "p" + i / 6), noise("x", 1), noise("y", 2));
    Warning patient = only(owners);
    assertThat(patient.kind()).isEqualTo(Kind.GROUP);
    assertThat(patient.text()).contains("'patient_id' has 50 values in 300 rows, 6.00 rows each",
        "--group-column patient_id");
    assertThat(warnings(owners, new TableWarnings.Parted(false, true))).isEmpty();
    // No name says it, but age and town are the same in all rows of a code.
    Dataset coded = table("y", Task.REGRESSION, levels("code", i -> "k" + i / 6), numbers("age", i -> 30 + i / 6 % 17),
        levels("town", i -> "t" + i / 6 % 5), noise("y", 2));
    assertThat(only(coded).column()).contains("code");
    // Neither name nor columns say it, but all rows of a run have one label: steps, for example.
    Dataset runs = table("label", Task.CLASSIFICATION, levels("run", i -> "r" + i / 6), noise("x", 1),
        levels("label", i -> i / 6 % 2 == 0 ? "a" : "b"));
    assertThat(warnings(runs, AT_RANDOM)).extracting(Warning::kind).containsExactly(Kind.TARGET_LEAK, Kind.GROUP);
    assertThat(warnings(runs, AT_RANDOM).getLast().text())
        .contains("6.00 rows each, all of one 'label': rows of one that are on both sides", "--group-column run");
    // Levels in whose rows the other columns differ.
    assertThat(warnings(table("y", Task.REGRESSION, levels("street", i -> "s" + i % 40), noise("x", 1), noise("y", 2)),
        AT_RANDOM)).isEmpty();
  }

  /** Of two rows nothing is said, and nothing fails. */
  @Test
  void tinyTablesAreNotJudged() {
    Dataset two = Dataset
        .of("t", List.of(new NumericColumn("a", new double[]{1, 3}), new NumericColumn("b", new double[]{2, 4})))
        .target("b", Task.REGRESSION);
    assertThat(TableWarnings.of(two, Folds.given(CategoryColumn.of("fold", List.of("1", "2"))), AT_RANDOM)).isEmpty();
  }
}
