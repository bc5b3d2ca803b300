import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.text.TextOptions;
import dev.lariat.handover.Export;
import dev.lariat.handover.KerasExport;
import dev.lariat.handover.keras.KerasModel;
import dev.lariat.io.Tables;
import dev.lariat.io.table.TableOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Temperature;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.training.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trained models as their exports, with what Lariat predicts, for check_models.py: ONNX graphs of networks, linear and trivial models, the code of linear models,
 * Keras files. The arguments are the repository and the folder, in which {@code training/mixed.csv} and {@code keras/*.keras} lie.
 */
public final class EmitModels {
  private static final int MOST_ROWS = 300;

  private final Path folder;
  private final Map<String, Path> tables = new LinkedHashMap<>();

  private EmitModels(Path repository, Path folder) {
    this.folder = folder;
    for (String name : List.of("longley.csv", "diabetes.csv", "breast-cancer.csv", "wine.csv", "spam.csv.gz",
        "mnist10k.csv.gz")) {
      tables.put(name, repository.resolve("examples/data").resolve(name));
    }
    tables.put("padded.csv", folder.resolve("training/padded.csv"));
    tables.put("mixed.csv", folder.resolve("training/mixed.csv"));
    tables.put("texts.csv", folder.resolve("texts.csv"));
  }

  public static void main(String[] arguments) throws IOException {
    var emit = new EmitModels(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath());
    emit.texts();
    emit.networks();
    emit.linear();
    emit.keras();
    emit.predicting();
  }

  private Dataset read(String table, String target, String... dropped) {
    return Tables.read(tables.get(table)).without(dropped).target(target);
  }

  private void networks() throws IOException {
    var targets = Map.of("longley.csv", "Employed", "diabetes.csv", "progression", "breast-cancer.csv", "diagnosis",
        "wine.csv", "cultivar", "spam.csv.gz", "type", "mnist10k.csv.gz", "digit");
    for (var target : targets.entrySet()) {
      Dataset data = some(read(target.getKey(), target.getValue()));
      onnx("network-" + target.getKey(), Trainer.of(small()).epochs(2).train(data).model(), target.getKey(), data);
    }
    Dataset mixed = read("mixed.csv", "kind", "price");
    onnx("network-mixed", Trainer.of(small()).epochs(2).train(mixed).model(), "mixed.csv", mixed);
    onnx("network-embedding", Trainer.of(small()).preprocessing(PreprocessingOptions.network().embedAbove(3)).epochs(2)
        .train(mixed).model(), "mixed.csv", mixed);
    Dataset price = read("mixed.csv", "price", "kind");
    onnx("network-mixed-price", Trainer.of(small()).epochs(2).train(price).model(), "mixed.csv", price);
    var target = mixed.target();
    onnx("trivial", new TrivialModel(ModelTarget.of(target), Trainer.of(small()).epochs(1).train(mixed).model()
        .preprocessing(), List.of(0.2, 0.3, 0.5), Provenance.now("conformance", 0, "", "")), "mixed.csv", mixed);
  }

  /** Programs that predict with given weights: a network, a linear model, and several networks with all that a finish does. */
  private void predicting() throws IOException {
    Dataset kind = read("mixed.csv", "kind", "price");
    Dataset price = read("mixed.csv", "price", "kind");
    Dataset member = read("mixed.csv", "member", "price", "kind");
    Dataset words = texts(TextOptions.DEFAULT.words(1, 2), "easy");
    program("classes", trained(kind, 1), "mixed.csv", kind);
    program("number", trained(price, 1), "mixed.csv", price);
    program("texts", trained(words, 1), "texts.csv", words);
    program("codes", Trainer.of(small()).preprocessing(PreprocessingOptions.network().embedAbove(3)).epochs(2).train(kind)
        .model(), "mixed.csv", kind);
    program("one-output", Trainer.of(small()).loss(dev.lariat.loss.Loss.binaryCrossEntropy()).epochs(2).train(member)
        .model(), "mixed.csv", member);
    program("dropped-words", Trainer.of(small()).plan(p -> p.withWordDropout(0.3)).epochs(2).train(words).model(),
        "texts.csv", words);
    program("dropped-embeddings", Trainer.of(small()).plan(p -> p.withEmbeddingDropout(0.3)).epochs(2).train(words).model(),
        "texts.csv", words);
    Dataset read = texts(TextOptions.DEFAULT.stopWords(List.of("the", "σας")), "easy");
    NetworkModel ordered = Trainer.of(Network.of(Layer.sequences(9, 1), Layer.words(5), Layer.gru(4), Layer.join())).epochs(2)
        .train(read).model();
    program("words", ordered, "texts.csv", read);
    onnx("words", ordered, "texts.csv", read);
    Dataset single = texts(TextOptions.DEFAULT.characters(1, 1), "review");
    NetworkModel letters = Trainer.of(Network.of(Layer.sequences(70, 1), Layer.words(5), Layer.lstm(4).bidirectional())).epochs(2)
        .train(single.without("x")).model();
    program("characters", letters, "texts.csv", single);
    onnx("characters", letters, "texts.csv", single);
    Dataset steps = Tables.read(tables.get("padded.csv")).target("kind");
    NetworkModel padded = Trainer.of(Network.of(Layer.sequences(8, 2), Layer.conv1d(5, 3, Activation.TANH).padding(
        dev.lariat.net.layer.Padding.SAME), Layer.maxPool(2), Layer.gru(4).bidirectional(), Layer.join())).epochs(2).train(steps).model();
    program("padded", padded, "padded.csv", steps);
    onnx("padded", padded, "padded.csv", steps);
    program("several-classes", several(kind, Family.multinomial(), Optional.of(new Temperature(0.7, 200))), "mixed.csv", kind);
    program("several-two-classes", several(words, Family.binomial(), Optional.of(new Temperature(1.4, 150))), "texts.csv", words);
    program("several-numbers", several(price, Family.gaussian(), Optional.empty()), "mixed.csv", price);
    program("linear-classes", linear(kind, Family.multinomial()), "mixed.csv", kind);
    program("linear-number", linear(price, Family.gaussian()), "mixed.csv", price);
    program("linear-pieces", LinearModel.of(LinearTrainer.of(price, Family.gaussian(), LinearPenalty.elasticNet(0.5))
        .hinges(16).fit(), Provenance.now("conformance", 0, "", "")), "mixed.csv", price);
    program("network-pieces", Trainer.of(small()).preprocessing(PreprocessingOptions.network().hinges(8)).epochs(2)
        .train(price).model(), "mixed.csv", price);
    program("linear-texts", linear(words, Family.binomial()), "texts.csv", words);
    spelling();
  }

  /** A table as another program wrote it anew, with numbers far out: programs read it as Lariat does. */
  private void spelling() throws IOException {
    var random = new java.util.SplittableRandom(8);
    var lines = new StringBuilder("x,count,paid,member,day,label\n");
    for (int row = 0; row < 120; row++) {
      int count = 1 + random.nextInt(3);
      boolean member = random.nextBoolean();
      lines.append(random.nextDouble()).append(',').append(count).append(',').append(random.nextBoolean() ? "yes" : "no")
          .append(',').append(member).append(",2024-0").append(1 + random.nextInt(9)).append("-11,")
          .append(random.nextDouble() * 4 < count ? 'a' : member ? 'b' : 'c').append('\n');
    }
    Path known = Files.writeString(folder.resolve("known.csv"), lines);
    Path anew = Files.writeString(folder.resolve("anew.csv"), """
        x,count,paid,member,day
        1e300,1.0, True ,1.0,2024-02-11
        -1e155,2e0,FALSE,0.0,2024/03/11
        none,3,1,Yes,NaT
        -, 2.0 ,0.0,n/a,2024-05-11
        0.5,7,yEs,missing,-
        -0.0,01,NA,T,20240911
         0.25,,n,F,1969-12-31
        """);
    tables.put("anew.csv", anew);
    var kinds = TableOptions.none().kind("count", ColumnKind.CATEGORY).kind("paid", ColumnKind.CATEGORY)
        .kind("member", ColumnKind.BOOLEAN).kind("day", ColumnKind.DATE);
    Dataset data = Tables.read(known, kinds).target("label");
    for (var options : Map.of("levels", PreprocessingOptions.network(), "codes", PreprocessingOptions.network().embedAbove(1))
        .entrySet()) {
      Model network = Trainer.of(small()).preprocessing(options.getValue()).epochs(2).train(data).model();
      program("spelling-" + options.getKey(), network, "anew.csv", Tables.read(anew, network.schema()));
    }
    LinearModel linear = linear(data, Family.multinomial());
    program("spelling-linear", linear, "anew.csv", Tables.read(anew, linear.schema()));
  }

  private static NetworkModel trained(Dataset data, long seed) {
    return Trainer.of(small()).epochs(2).seed(seed).train(data).model();
  }

  private static LinearModel linear(Dataset data, Family family) {
    return LinearModel.of(LinearTrainer.of(data, family, LinearPenalty.elasticNet(0.5)).fit(),
        Provenance.now("conformance", 0, "", ""));
  }

  private static EnsembleModel several(Dataset data, Family family, Optional<Temperature> temperature) {
    return new EnsembleModel(List.of(trained(data, 1), trained(data, 2), trained(data, 3)), temperature,
        Optional.of(new Mixture(linear(data, family), 0.3)), Provenance.now("conformance", 0, "", ""));
  }

  private void program(String name, Model model, String table, Dataset data) throws IOException {
    Path own = Files.createDirectories(folder.resolve("predict").resolve(name));
    for (Export export : List.of(Export.KERAS, Export.PYTORCH, Export.MLX, Export.SAFETENSORS)) {
      export.write(model, own.resolve(export.word() + export.ending()), true);
    }
    Files.writeString(own.resolve("case.json"), "{\"table\": " + quoted(tables.get(table).toString())
        + ", \"classes\": [" + model.target().classes().stream().map(EmitModels::quoted).collect(Collectors.joining(", "))
        + "], \"predictions\": " + Arrays.toString(model.predict(data)) + "}\n");
  }

  private static Network small() {
    return Network.of(Layer.dense(12, Activation.RELU), Layer.dense(6, Activation.TANH));
  }

  private static Dataset some(Dataset data) {
    int step = Math.max(1, data.rows() / MOST_ROWS);
    return data.select(IntStream.range(0, data.rows()).filter(i -> i % step == 0).toArray());
  }

  private void linear() throws IOException {
    fit("lasso", "breast-cancer.csv", path("breast-cancer.csv", "diagnosis", Family.binomial(), 1), 0.02);
    fit("ridge", "diabetes.csv", path("diabetes.csv", "progression", Family.gaussian(), 0), 0.5);
    fit("elastic-net", "wine.csv", path("wine.csv", "cultivar", Family.multinomial(), 0.5), 0.03);
    fit("glmnet", "longley.csv", path("longley.csv", "Employed", Family.gaussian(), 0.3), 0.2,
        o -> o.withDialect(PathOptions.Dialect.GLMNET));
    fit("raw", "wine.csv", path("wine.csv", "alcohol", Family.gaussian(), 0.5), 0.01,
        o -> o.withStandardize(false).withIntercept(false));
    fit("limits", "diabetes.csv", path("diabetes.csv", "progression", Family.gaussian(), 0.9).lower("*", 0)
        .factor("bmi", 0).factor("sex", 3), 1.5);
    fit("strings", "mixed.csv", path("mixed.csv", "price", Family.gaussian(), 0.7, "kind"), 0.5);
    fit("groups", "mixed.csv", path("mixed.csv", "member", Family.binomial(), 1, "kind").group(), 0.01);
    fit("classes", "wine.csv", LinearTrainer.of(read("wine.csv", "cultivar"), Family.multinomial(),
        LinearPenalty.lasso().withGroupedClasses()), 0.05);
    fit("classgroups", "wine.csv", LinearTrainer.of(read("wine.csv", "cultivar"), Family.multinomial(),
        LinearPenalty.lasso().withGroupedClasses()).group("alcohol", "ash").group("hue"), 0.05);
  }

  /** Texts with all that words are hard to find in, beside a number. */
  private static final List<String> HARD = List.of("The quick brown fox jumps over the lazy dog",
      "the QUICK, quick fox; the dog's dog (dog) won't", "Élan vital, ÉLAN vital; e\u0301lan with a combining accent, elan without",
      "ὈΔΥΣΣΕΎΣ Οδυσσεύς ΣΑΣ σας ΣΙΓΜΑ σίγμα ΑΣ1 ας1", "İstanbul İ GALİP galip xİy İİ aİ ISTANBUL ıstanbul istanbul",
      "東京は日本の首都です 東京 日本の首都 大阪 も", "emoji 😀😀 fine 😀 emoji👍🏽fine a👍b 𝒜𝒷𝒸 𝒜𝒷𝒸",
      "snake_case __init__ _ __ a_ x1 1x 42 3.14 ½ ²³ Ⅷ ४२ 一二", "a b c d e", "two  blanks   three\ttab\u00a0no-break", "NA",
      "naïve café naive cafe CAFÉ Straße STRASSE ﬁne fine ẞ", "l'été à la mer; aujourd'hui, c'est l'été",
      "Größe 10cm größer GRÖSSE groesse १२ हिन्दी भाषा", "Привет МИР привет мир", "한국어 문장 한국어", "");
  /** Without a final sigma and a Turkish İ, which ONNX does not lower character by character. */
  private static final String GREEK_OR_TURKISH = ".*[Σς\u0130].*";

  private void texts() throws IOException {
    var random = new java.util.SplittableRandom(3);
    var lines = new StringBuilder("review,easy,x,label\n");
    var easy = HARD.stream().filter(text -> !text.matches(GREEK_OR_TURKISH)).toList();
    for (int row = 0; row < 150; row++) {
      String one = HARD.get(random.nextInt(HARD.size()));
      String both = random.nextInt(3) == 0 ? one : one + " " + HARD.get(random.nextInt(HARD.size()));
      String other = easy.get(random.nextInt(easy.size()));
      both = both.strip();
      boolean yes = (random.nextInt(10) < 8) == (both.contains("quick") || other.contains("fine"));
      lines.append('"').append(both).append("\",\"").append(other).append("\",").append(random.nextInt(20)).append(',')
          .append(yes ? "yes" : "no").append('\n');
    }
    Files.writeString(tables.get("texts.csv"), lines);
    Dataset data = texts(TextOptions.DEFAULT.words(1, 2).stopWords(List.of("the", "σας")).sublinear(true), "easy");
    fit("texts", "texts.csv", LinearTrainer.of(data, Family.binomial(), LinearPenalty.elasticNet(0.9)), 0.004);
    fit("texts-alone", "texts.csv", LinearTrainer.of(data.without("x"), Family.binomial(), LinearPenalty.lasso()), 0.003);
    Dataset characters = texts(TextOptions.DEFAULT.characters(1, 3), "review");
    // parts of words that stand in the same texts are equal columns: a lasso shares them out in more than one way,
    // a ridge part in one
    fit("texts-characters", "texts.csv",
        LinearTrainer.of(characters, Family.binomial(), LinearPenalty.elasticNet(0.9)), 0.003);
    onnx("network-texts", Trainer.of(small()).epochs(3).train(data).model(), "texts.csv", data);
  }

  private Dataset texts(TextOptions options, String dropped) {
    return Tables.read(tables.get("texts.csv"),
        TableOptions.none().kind("review", ColumnKind.TEXT).kind("easy", ColumnKind.TEXT)).texts(options)
        .without(dropped).target("label");
  }

  private LinearTrainer path(String table, String target, Family family, double alpha, String... dropped) {
    return LinearTrainer.of(read(table, target, dropped), family, LinearPenalty.elasticNet(alpha));
  }

  private void fit(String name, String table, LinearTrainer request, double lambda) throws IOException {
    fit(name, table, request, lambda, o -> o);
  }

  private void fit(String name, String table, LinearTrainer request, double lambda,
      java.util.function.UnaryOperator<PathOptions> options) throws IOException {
    var fit = request
        .options(options.apply(PathOptions.DEFAULT.withLambdas(2 * lambda, lambda).withTolerance(1e-11))).fit();
    var model = LinearModel.of(fit, Provenance.now("conformance: " + name, 0, table, ""));
    Path own = Files.createDirectories(folder.resolve("linear").resolve(name));
    for (Export export : List.of(Export.KERAS, Export.PYTORCH, Export.MLX, Export.SAFETENSORS)) {
      export.write(model, own.resolve(export.word() + export.ending()), true);
    }
    Dataset data = Tables.read(tables.get(table))
        .target(model.target().name(), model.target().classes().isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION);
    Files.writeString(own.resolve("case.json"), "{\"table\": " + quoted(tables.get(table).toString()) + ", \"loss\": "
        + loss(model, data) + "}\n");
    onnx("linear-" + name, model, table, data);
  }

  private static double loss(Model model, Dataset data) {
    double[] predictions = model.predict(data);
    int width = model.target().width();
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      sum += model.target().classes().isEmpty()
          ? Math.pow(predictions[row] - data.target().values()[row], 2)
          : -Math.log(predictions[row * width + data.target().labels()[row]]);
    }
    return sum / data.rows();
  }

  private void onnx(String name, Model model, String table, Dataset data) throws IOException {
    Path own = Files.createDirectories(folder.resolve("onnx").resolve(name));
    Export.ONNX.write(model, own.resolve("model.onnx"), true);
    String dates = model.preprocessing().encodings().stream().filter(Encoding.Date.class::isInstance)
        .map(encoding -> quoted(encoding.column())).collect(Collectors.joining(", "));
    int rows = Tables.read(tables.get(table)).rows();
    Files.writeString(own.resolve("case.json"), "{\"table\": " + quoted(tables.get(table).toString())
        + ", \"step\": " + (rows == data.rows() ? 1 : rows / MOST_ROWS) + ", \"dates\": [" + dates + "], \"classes\": ["
        + model.target().classes().stream().map(EmitModels::quoted).collect(Collectors.joining(", "))
        + "], \"predictions\": " + Arrays.toString(model.predict(data)) + "}\n");
  }

  /** Keras files as Lariat reads them: what it predicts, and the Keras code that it makes of them. */
  private void keras() throws IOException {
    for (String name : List.of("sequential", "functional", "binary", "embedding", "image", "steps", "recurrent", "reset-before", "words")) {
      Path file = folder.resolve("keras").resolve(name + ".keras");
      KerasModel model = KerasModel.read(file);
      KerasExport.write(model, file, Export.KERAS, file.resolveSibling(name + ".py"), true);
      KerasExport.write(model, file, Export.SAFETENSORS, file.resolveSibling(name + ".safetensors"), true);
      float[] inputs = inputs(file.resolveSibling(name + ".json"));
      var predictor = new Predictor(Architecture.of(model.network(), model.inputs(), model.outputs()), model.weights(),
          model.loss().orElseThrow());
      Files.writeString(file.resolveSibling(name + "-lariat.json"),
          Arrays.toString(predictor.predict(inputs, inputs.length / model.inputs())) + "\n");
    }
  }

  private static float[] inputs(Path json) throws IOException {
    String text = Files.readString(json).replaceFirst("(?s).*\"inputs\": (\\[.*\\]), \"predictions\".*", "$1");
    String[] numbers = text.replaceAll("[\\[\\] ]", "").split(",");
    float[] inputs = new float[numbers.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Float.parseFloat(numbers[i]);
    }
    return inputs;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
