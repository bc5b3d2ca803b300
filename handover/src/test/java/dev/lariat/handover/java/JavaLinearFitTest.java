package dev.lariat.handover.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.handover.Export;
import dev.lariat.handover.pruning.SequenceSource;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaLinearFitTest {
  /** All but cox and that of several targets, which are not written as programs. */
  static List<Family> families() {
    return Family.known().stream().filter(family -> family.survival().isEmpty() && family.targets(2) == 1).toList();
  }

  /** The emitted program says Family.gaussian(), Family.tweedie(1.5): a method that exists and makes this family. */
  @ParameterizedTest
  @MethodSource("families")
  void aFamilyIsMadeByTheMethodThatIsEmitted(Family family) throws ReflectiveOperationException {
    String call = JavaLinearFit.family(family);
    String method = call.substring(0, call.indexOf('('));
    double[] values = family.parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    Class<?>[] types = new Class<?>[values.length];
    Arrays.fill(types, double.class);
    Object made = Family.class.getMethod(method, types).invoke(null, Arrays.stream(values).boxed().toArray());
    assertThat(made).isEqualTo(family);
    assertThat(call).isEqualTo(method + Arrays.toString(values).replace('[', '(').replace(']', ')'));
  }

  /**
   * Programs of a model of series that end early look where they end, in Java and in Python alike: also where the
   * number of steps has no coefficient, which is what a penalty of ∞ sees to.
   */
  @Test
  void allProgramsLookForTheEndsOfSeries(@TempDir Path folder) throws IOException {
    var random = new SplittableRandom(1);
    double[][] x = new double[4][60];
    double[] steps = new double[60];
    for (int row = 0; row < 60; row++) {
      steps[row] = 1 + row % 4;
      for (int t = 0; t < 4; t++) {
        x[t][row] = t < steps[row] ? random.nextGaussian() : Double.NaN;
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      columns.add(new NumericColumn("x" + t, x[t]));
    }
    columns.add(new NumericColumn("sequence_steps", steps));
    columns.add(new NumericColumn("y", Arrays.stream(x[0]).map(v -> 3 * v).toArray()));
    Dataset data = Dataset.of("series", columns).target("y", Task.REGRESSION);
    LinearModel model = LinearModel.of(LinearTrainer.of(data, Family.gaussian(), LinearPenalty.lasso())
        .factor("sequence_steps", Double.POSITIVE_INFINITY)
        .fit(), Provenance.now("test", 0, "", ""));
    var source = new SequenceSource.EndedSeries(4, List.of("x0", "x1", "x2", "x3"));
    assertThat(written(Export.JAVA, model, folder.resolve("Ends.java"), source))
        .contains("SeriesLengths.added(data, 4, List.of(\"x0\", \"x1\", \"x2\", \"x3\"))");
    for (Export python : List.of(Export.KERAS, Export.PYTORCH, Export.MLX)) {
      assertThat(written(python, model, folder.resolve(python + ".py"), source)).contains(
          "if \"sequence_steps\" not in table:  # a series ends with its last number",
          "there = ~table[[\"x0\", \"x1\", \"x2\", \"x3\"]].isin(MISSING).to_numpy()");
    }
  }

  private static String written(Export export, LinearModel model, Path file, SequenceSource source) throws IOException {
    export.write(model, file, false, Optional.of(source));
    return Files.readString(file);
  }
}
