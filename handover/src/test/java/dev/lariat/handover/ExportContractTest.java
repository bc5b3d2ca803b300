package dev.lariat.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.handover.keras.KerasModel;
import dev.lariat.handover.onnx.OnnxRows;
import dev.lariat.io.Tables;
import dev.lariat.io.model.SafeTensors;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.loss.Loss;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Mixing;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.penalty.Penalty;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every export of every kind of model writes what can be read back, or refuses with a reason; the columns have the
 * names that break things: placeholders, quotes, backslashes, line ends, and names that a graph or a program uses
 * itself.
 */
@Tag("slow") // it compiles and runs what it writes
class ExportContractTest {
  private static final List<String> NAMES = List.of("$TASK", "$TARGET", "a\"b", "back\\slash\\n", "line\nend",
      "ünïcode \u2028 漢字", "label", "prediction", "probabilities", "MatMul_1", "Add_1", "*/ comment", "\\u0022");

  @TempDir
  private static Path folder;

  private static Dataset table(String target, Task task) throws Exception {
    var random = new SplittableRandom(3);
    var csv = new StringBuilder();
    NAMES.forEach(name -> csv.append('"').append(name.replace("\"", "\"\"")).append("\","));
    csv.append("\"city $NAME\",\"").append(target.replace("\"", "\"\"")).append("\"\n");
    String[] cities = {"$LEVEL", "q\"\"uote", "b\\s", "d"};
    for (int row = 0; row < 120; row++) {
      double sum = 0;
      for (int i = 0; i < NAMES.size(); i++) {
        double x = Math.round(1000 * random.nextDouble()) / 1000.0;
        sum += (i % 3 + 1) * x;
        csv.append(x).append(',');
      }
      csv.append('"').append(cities[row % 4]).append("\",");
      csv.append(switch (task) {
        case REGRESSION -> String.valueOf(sum);
        case CLASSIFICATION -> sum > 13 ? "\"y$E\"\"s\"" : "no\\";
      }).append('\n');
    }
    Path file = Files.writeString(folder.resolve("hostile-" + task + ".csv"), csv);
    return Tables.read(file).target(target, task);
  }

  private static Map<String, Model> models() throws Exception {
    Dataset numbers = table("$NUMBER \"n\"", Task.REGRESSION);
    Dataset classes = table("$CLASS \\", Task.CLASSIFICATION);
    Network network = Network.of(Layer.dense(5, Activation.TANH), Layer.dropout(0.1));
    var models = new LinkedHashMap<String, Model>();
    models.put("network-number", Trainer.of(network).epochs(2).train(numbers).model());
    models.put("network-absolute", Trainer.of(network).loss(Loss.absoluteError()).epochs(2).train(numbers).model());
    models.put("network-mixup",
        Trainer.of(network).plan(p -> p.withMixing(Mixing.mixup(0.3))).epochs(2).train(numbers).model());
    models.put("network-cutmix",
        Trainer.of(network).plan(p -> p.withMixing(Mixing.cutmix(0.5))).epochs(2).train(classes).model());
    models.put("network-classes", Trainer.of(network).epochs(2).train(classes).model());
    models.put("network-embedding",
        Trainer.of(network)
            .preprocessing(PreprocessingOptions.network().embedAbove(3))
            .epochs(2)
            .train(classes)
            .model());
    models.put("network-pieces",
        Trainer.of(network).preprocessing(PreprocessingOptions.network().hinges(8)).epochs(2).train(numbers).model());
    Network maps = Network.of(Layer.sequence(13, 1), Layer.conv1d(4, 3, Activation.TANH), Layer.batchNorm(),
        Layer.maxPool(2), Layer.spatialDropout(0.2), Layer.flatten());
    models.put("network-maps", Trainer.of(maps).epochs(2).train(classes.without("city $NAME")).model());
    models.put("network-recurrent", Trainer.of(recurrent()).epochs(2).train(classes.without("city $NAME")).model());
    models.put("linear-number",
        LinearModel.of(LinearTrainer.of(numbers, Family.gaussian(), LinearPenalty.ridge()).fit(),
            Provenance.now("test */ \"\"\" \\u0022 $COMMAND", 0, "", "")));
    Dataset logarithms = numbers.logTarget();
    models.put("network-logarithm", Trainer.of(network).epochs(2).train(logarithms).model());
    models.put("linear-logarithm",
        LinearModel.of(LinearTrainer.of(logarithms, Family.gaussian(), LinearPenalty.ridge()).fit(),
            Provenance.now("test", 0, "", "")));
    models.put("linear-classes", LinearModel.of(
        LinearTrainer.of(classes, Family.binomial(), LinearPenalty.ridge()).fit(), Provenance.now("test", 0, "", "")));
    models.put("linear-pieces",
        LinearModel.of(LinearTrainer.of(numbers, Family.gaussian(), LinearPenalty.elasticNet(0.5)).hinges(16).fit(),
            Provenance.now("test", 0, "", "")));
    models.put("trivial",
        new TrivialModel(ModelTarget.of(classes.target()),
            Preprocessing.fit(classes, classes.allRows(), PreprocessingOptions.network()), List.of(0.25, 0.75),
            Provenance.now("test", 0, "", "")));
    return models;
  }

  /** Every direction, output and dropout of a recurrent layer. */
  private static Network recurrent() {
    return Network.of(Layer.sequence(13, 1),
        Layer.gru(4, Penalty.l2(0.01)).sequence().bidirectional().noise(new Recurrent.Noise(0.1, 0.2, 0.3)),
        Layer.lstm(3).sequence().noise(new Recurrent.Noise(0, 0, 0.3)),
        Layer.lstm(3).bidirectional().noise(new Recurrent.Noise(0.1, 0, 0)));
  }

  /** The Java program trains to the very numbers of the model, and the weights are all in the safetensors file. */
  @Test
  void anEmittedJavaProgramTrainsTheSameRecurrentNetwork() throws Exception {
    var random = new SplittableRandom(5);
    var csv = new StringBuilder();
    for (int step = 1; step <= 13; step++) {
      csv.append("s").append(step).append(',');
    }
    csv.append("y\n");
    for (int row = 0; row < 60; row++) {
      double sum = 0;
      for (int step = 1; step <= 13; step++) {
        double x = random.nextGaussian();
        sum += step % 3 * x;
        csv.append(x).append(',');
      }
      csv.append(sum).append('\n');
    }
    Path table = Files.writeString(folder.resolve("steps.csv"), csv);
    Dataset data = Tables.read(table).target("y");
    NetworkModel model = Trainer.of(recurrent()).epochs(2).validation(0.25).train(data).model();
    Path program = folder.resolve("Recurrence.java");
    Export.JAVA.write(model, program, true);
    compiles(program);
    Path saved = folder.resolve("recurrence.lariat");
    try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass("Recurrence")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[]{table.toString(), saved.toString()});
    }
    assertThat(Model.load(saved).predict(data)).containsExactly(model.predict(data), within(1e-5));
    Path weights = folder.resolve("recurrence.safetensors");
    Export.SAFETENSORS.write(model, weights, true);
    var tensors = SafeTensors.read(ByteBuffer.wrap(Files.readAllBytes(weights)), "test");
    assertThat(tensors.keySet())
        .containsExactlyInAnyOrderElementsOf(model.weights().parameters().stream().map(Parameter::name).toList());
  }

  /** Keras reads it with reset_after=False; it predicts, and nobody trains another GRU under its name. */
  @Test
  void aGruThatResetsBeforeItsProductIsServedAndNotTrained() throws Exception {
    Path file = Path.of(ExportContractTest.class.getResource("keras/reset-before.keras").toURI());
    NetworkModel model = KerasExport.model(KerasModel.read(file), file, Export.ONNX);
    var random = new SplittableRandom(8);
    var columns = new ArrayList<Column>();
    for (int i = 1; i <= 33; i++) {
      columns.add(new NumericColumn("x" + i, random.doubles(20, -2, 2).toArray()));
    }
    columns.add(new NumericColumn("y", random.doubles(20).toArray()));
    Dataset data = Dataset.of("made", columns).target("y");
    double[] expected = model.predict(data);
    try (var rows = new OnnxRows(model)) {
      double[][] predictions = (double[][]) rows.run(data).get("prediction");
      for (int row = 0; row < expected.length; row++) {
        assertThat(predictions[row][0]).isCloseTo(expected[row], within(1e-5));
      }
    }
    assertThat(Export.KERAS.code(model))
        .contains("layers.Bidirectional(layers.GRU(4, return_sequences=True, reset_after=False");
    for (Export export : List.of(Export.PYTORCH, Export.MLX, Export.JAVA)) {
      assertThatThrownBy(() -> export.code(model)).isInstanceOf(DataException.class)
          .hasMessageContaining("reset_after=False) has no translation to " + export.word());
    }
    var trainer = Trainer.of(model.plan().network()).epochs(1);
    assertThatThrownBy(() -> trainer.train(data)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gru1 resets its state before the product");
  }

  @TestFactory
  Stream<DynamicTest> everyExportOfEveryModelIsReadBackOrRefused() throws Exception {
    return models().entrySet()
        .stream()
        .flatMap(model -> Stream.of(Export.values())
            .map(export -> DynamicTest.dynamicTest(model.getKey() + " to " + export.word(),
                () -> check(model.getKey(), model.getValue(), export))));
  }

  private static void check(String name, Model model, Export export) throws Exception {
    boolean trivial = switch (model) {
      case TrivialModel _ -> true;
      case NetworkModel _,LinearModel _,EnsembleModel _ -> false;
    };
    Path file = folder.resolve(name.replace("-", "") + export.ending());
    switch (export) {
      case ONNX -> {
        try (var rows = new OnnxRows(model)) {
          Task task = model.target().task();
          var outputs = rows.run(table(model.target().name(), task));
          assertThat(outputs).hasSize(task == Task.REGRESSION ? 1 : 2);
          double[] expected = model.predict(table(model.target().name(), task));
          Object numbers = outputs.entrySet()
              .stream()
              .filter(output -> !output.getKey().startsWith("label"))
              .findFirst()
              .orElseThrow()
              .getValue();
          double first = ((Number) Array.get(Array.get(numbers, 0), 0)).doubleValue();
          assertThat(first).isCloseTo(expected[0], within(1e-4));
        }
      }
      case SAFETENSORS -> {
        export.write(model, file, true);
        assertThat(SafeTensors.read(ByteBuffer.wrap(Files.readAllBytes(file)), "test")).isNotEmpty();
      }
      case KERAS, PYTORCH, MLX, JAVA -> {
        if (trivial) {
          assertThatThrownBy(() -> export.write(model, file, true)).isInstanceOf(DataException.class)
              .hasMessageContaining("nothing to train");
          return;
        }
        export.write(model, file, true);
        if (export == Export.JAVA) {
          compiles(file);
        } else {
          parses(file);
        }
      }
    }
  }

  private static void compiles(Path file) {
    var said = new StringWriter();
    String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    boolean sound = ToolProvider.getSystemJavaCompiler()
        .getTask(said, null, null, List.of("-proc:none", "-cp", classPath, "-d", folder.toString()), null,
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null).getJavaFileObjects(file))
        .call();
    assertThat(sound).as(said.toString()).isTrue();
  }

  /** With the Python of this machine, if it has one: the names come back as they are. */
  private static void parses(Path file) throws Exception {
    Process python;
    try {
      python = new ProcessBuilder("python3", "-c", """
          import ast, sys
          tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
          strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
          sys.stdout.reconfigure(encoding="utf-8")
          sys.stdout.write("\\0".join(sorted(strings)))
          """, file.toString()).redirectErrorStream(true).start();
    } catch (IOException _) {
      return; // conformance/handover runs them
    }
    String strings = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(strings).isZero();
    assertThat(NAMES).as(file.toString()).isSubsetOf(strings.split("\0"));
  }

  @Test
  void aProgramIsNeverCalledAsAWordOrClassThatItUses() throws Exception {
    Model model = Trainer.of(Network.of(Layer.dense(3, Activation.RELU)))
        .epochs(1)
        .train(table("y", Task.REGRESSION))
        .model();
    for (String name : List.of("class", "null", "record", "Path", "Trainer", "String", "7up", "MyFit")) {
      Path file = folder.resolve(name + ".java");
      Export.JAVA.write(model, file, true);
      String text = Files.readString(file);
      assertThat(text).contains("public final class " + (name.equals("MyFit") ? "MyFit " : "Train" + name + " "));
      assertThat(text).contains(".validation(0.2)");
      if (name.equals("MyFit")) {
        compiles(file);
      } else {
        compiles(Files.writeString(folder.resolve("Train" + name + ".java"), text));
      }
    }
  }
}
