import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.handover.Export;
import dev.lariat.io.Tables;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.image.PixelNames;
import dev.lariat.io.table.TableOptions;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.Loss;
import dev.lariat.model.Fit;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.ClassWeights;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Mixing;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.RmsProp;
import dev.lariat.optim.Schedule;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/**
 * Trains small networks under every optimizer and regularizer and exports each, with its initial weights, batch order and losses, for check.py to repeat in the
 * frameworks. The argument is the folder.
 */
public final class Emit {
  private static final int EPOCHS = 3;
  private static final double SHARE = 0.25;

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    Path table = folder.resolve("mixed.csv");
    Files.writeString(table, mixed());
    Dataset classes = Tables.read(table).without("price").target("kind");
    Dataset numbers = Tables.read(table).without("kind").target("price");

    Map<String, Optimizer> optimizers = new LinkedHashMap<>();
    optimizers.put("sgd", Optimizer.sgd(0.1));
    optimizers.put("momentum", Optimizer.momentum(0.02, 0.9));
    optimizers.put("nesterov", Optimizer.nesterov(0.02, 0.9));
    optimizers.put("adam", Optimizer.adam(0.01));
    optimizers.put("adamw", Optimizer.adamW(0.01, 0.1));
    optimizers.put("adam-keras", Adam.of(0.01, Dialect.KERAS));
    optimizers.put("rmsprop", RmsProp.of(0.002, Dialect.PYTORCH));
    optimizers.put("rmsprop-keras", RmsProp.of(0.002, Dialect.KERAS));
    Map<String, Regularizer> regularizers = new LinkedHashMap<>();
    regularizers.put("none", null);
    regularizers.put("l1", Penalty.l1(0.01));
    regularizers.put("l2", Penalty.l2(0.05));
    regularizers.put("elastic", Penalty.elasticNet(0.02));
    regularizers.put("group", Penalty.groupLasso(0.02, GroupBy.COLUMN));
    regularizers.put("maxnorm", MaxNorm.maxNorm(0.8));
    regularizers.put("decay", new Decay(0.2));
    for (var optimizer : optimizers.entrySet()) {
      for (var regularizer : regularizers.entrySet()) {
        Network network = network(regularizer.getValue(), 0);
        String name = optimizer.getKey() + "-" + regularizer.getKey();
        save(folder, name, Trainer.of(network).optimizer(optimizer.getValue()), classes);
        if (regularizer.getKey().matches("l1|group")) {
          save(folder, name + "-subgradient",
              Trainer.of(network).optimizer(optimizer.getValue()).zeroRule(ZeroRule.SUBGRADIENT), classes);
        }
      }
    }
    Network plain = network(Penalty.l2(0.02), 0);
    save(folder, "momentum-keras-cosine", Trainer.of(plain).optimizer(Sgd.of(0.02, 0.9, true, Dialect.KERAS))
        .schedule(Schedule.cosine(1)), classes);
    save(folder, "momentum-pytorch-step", Trainer.of(plain).optimizer(Sgd.of(0.02, 0.9, false, Dialect.PYTORCH))
        .schedule(Schedule.step(1, 0.5)), classes);
    save(folder, "adam-mlx-uncorrected", Trainer.of(plain)
        .optimizer(Adam.of(0.003, Dialect.MLX).withBiasCorrection(false)).schedule(Schedule.exponential(0.7)), classes);
    save(folder, "adamw-keras", Trainer.of(network(null, 0)).optimizer(AdamW.of(0.01, Dialect.KERAS).withDecay(0.3)),
        classes);
    save(folder, "weights-smoothing", Trainer.of(plain).loss(Loss.softmaxCrossEntropy(0.1))
        .classWeights(ClassWeights.BALANCED), classes);
    save(folder, "clipping", Trainer.of(plain).plan(p -> p.withClipNorm(0.2)), classes);
    save(folder, "regression", Trainer.of(plain).optimizer(Optimizer.adam(0.01)), numbers);
    save(folder, "regression-absolute", Trainer.of(plain).loss(Loss.absoluteError()), numbers);
    save(folder, "regression-huber", Trainer.of(plain).loss(Loss.huber(0.7)), numbers);
    save(folder, "elu", Trainer.of(Network.of(Layer.dense(6, Activation.ELU), Layer.activate(Activation.ELU))), classes);
    save(folder, "mish", Trainer.of(Network.of(Layer.dense(6, Activation.MISH), Layer.activate(Activation.MISH))),
        classes);
    List<Layer> all = new ArrayList<>(List.of(Layer.batchNorm()));
    // Deeper, rounding grows beyond the tolerance: ELU and Mish are above.
    for (Activation activation : EnumSet.complementOf(EnumSet.of(Activation.ELU, Activation.MISH))) {
      all.add(Layer.dense(6, activation).init(Initializer.values()[activation.ordinal() % Initializer.values().length]));
      all.add(activation.ordinal() % 2 == 0 ? Layer.layerNorm() : Layer.batchNorm());
    }
    save(folder, "layers", Trainer.of(Network.of(all)).optimizer(Optimizer.adam(0.003)), classes);
    save(folder, "embedding", Trainer.of(network(Penalty.l2(0.02), 0))
        .preprocessing(dev.lariat.data.encoding.PreprocessingOptions.network().embedAbove(3)), classes);
    save(folder, "dropout", Trainer.of(network(Penalty.l2(0.02), 0.4)).optimizer(Optimizer.adam(0.01)), classes);
    save(folder, "mixup", Trainer.of(network(null, 0)).plan(p -> p.withMixing(Mixing.mixup(0.5)))
        .optimizer(Optimizer.adam(0.01)), classes);
    save(folder, "mixup-embedding", Trainer.of(network(null, 0)).plan(p -> p.withMixing(Mixing.mixup(1)))
        .preprocessing(dev.lariat.data.encoding.PreprocessingOptions.network().embedAbove(3)), numbers);
    save(folder, "cutmix", Trainer.of(network(null, 0)).plan(p -> p.withMixing(Mixing.cutmix(0.7)))
        .optimizer(Optimizer.adam(0.01)), classes);
    maps(folder);
    pictures(folder);
    recurrent(folder);
    lengths(folder);
    words(folder);
    save(folder, "binary", Trainer.of(plain).loss(Loss.binaryCrossEntropy(0.1)),
        Tables.read(table).without("price", "kind").target("member"));
  }

  /** Networks on maps: every layer, paddings with more zeros behind than before, every way that rules reach a kernel. */
  private static void maps(Path folder) throws Exception {
    Path table = folder.resolve("maps.csv");
    Files.writeString(table, pixels());
    Dataset data = Tables.read(table).target("kind");
    Layer image = Layer.image(7, 6, 2);
    save(folder, "maps-image", Trainer.of(Network.of(image, Layer.conv(6, 3, Activation.TANH).padding(Padding.SAME),
        Layer.maxPool(2), Layer.conv(5, 2, Activation.SELU).stride(2).padding(Padding.SAME), Layer.flatten(),
        Layer.dense(6, Activation.TANH))).optimizer(Optimizer.momentum(0.02, 0.9)), data);
    save(folder, "maps-normalized", Trainer.of(Network.of(image, Layer.batchNorm(),
        Layer.conv(6, 1, Activation.LINEAR).size(2, 3).withoutBias().init(Initializer.HE_NORMAL), Layer.batchNorm(),
        Layer.activate(Activation.TANH), Layer.averagePool(2), Layer.conv(5, 2, Activation.SILU).init(Initializer.PYTORCH),
        Layer.globalMax())).optimizer(Optimizer.adam(0.003)), data);
    Network regularized = Network.of(image,
        Layer.conv(6, 3, Activation.TANH, Penalty.l1(0.01)), Layer.maxPool(2),
        Layer.conv(5, 2, Activation.TANH, Penalty.groupLasso(0.02, GroupBy.UNIT), Penalty.l2(0.03)), Layer.flatten());
    save(folder, "maps-regularized-adam", Trainer.of(regularized).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "maps-regularized-sgd", Trainer.of(regularized).optimizer(Optimizer.sgd(0.05)), data);
    // Apart from thresholds: Keras limits lengths before them, in its optimizer, Lariat after them.
    save(folder, "maps-maxnorm", Trainer.of(Network.of(image,
        Layer.conv(6, 3, Activation.TANH, MaxNorm.maxNorm(0.7)), Layer.flatten())).optimizer(Optimizer.sgd(0.05)), data);
    save(folder, "maps-decay", Trainer.of(Network.of(image, Layer.conv(6, 3, Activation.TANH), Layer.flatten()))
        .optimizer(AdamW.of(0.003, Dialect.PYTORCH).withDecay(0.3)), data);
    save(folder, "maps-sequence", Trainer.of(Network.of(Layer.sequence(14, 6),
        Layer.conv1d(5, 3, Activation.TANH, Penalty.l2(0.02)).padding(Padding.CAUSAL).dilation(2),
        Layer.conv1d(4, 4, Activation.GELU).padding(Padding.SAME), Layer.maxPool(2),
        Layer.conv1d(6, 3, Activation.TANH).stride(2), Layer.globalAverage())).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "maps-reshaped", Trainer.of(Network.of(image, Layer.conv(5, 2, Activation.TANH), Layer.sequence(50, 3),
        Layer.conv1d(4, 3, Activation.TANH), Layer.globalAverage())).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "dropout-maps", Trainer.of(Network.of(image, Layer.conv(8, 3, Activation.RELU), Layer.spatialDropout(0.3),
        Layer.flatten())).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "dropout-sequence", Trainer.of(Network.of(Layer.sequence(14, 6), Layer.conv1d(8, 3, Activation.RELU),
        Layer.spatialDropout(0.3), Layer.globalMax())).optimizer(Optimizer.adam(0.003)), data);
    Network plain = Network.of(image, Layer.conv(8, 3, Activation.RELU), Layer.flatten());
    for (Mixing mixing : new Mixing[]{new Mixing(Mixing.Form.SHIFT, 0.2), new Mixing(Mixing.Form.CUTOUT, 0.3),
        Mixing.cutmix(0.7)}) {
      save(folder, mixing.form().word() + "-maps", Trainer.of(plain).plan(p -> p.withMixing(mixing))
          .optimizer(Optimizer.adam(0.003)), data);
    }
  }

  /** A folder of pictures of several kinds and sizes, which the programs read by themselves. */
  private static void pictures(Path folder) throws Exception {
    Path pictures = folder.resolve("of-pictures");
    var random = new SplittableRandom(3);
    int[] kinds = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_USHORT_GRAY};
    for (int i = 0; i < 60; i++) {
      var picture = new BufferedImage(7 + i % 3, 8 + i % 4, kinds[i % kinds.length]);
      int level = i % 2 == 0 ? 0 : 60;
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          int gray = level + random.nextInt(180);
          picture.setRGB(x, y, 0xff000000 | gray << 16 | random.nextInt(256) << 8 | gray);
        }
      }
      Path file = pictures.resolve(i % 2 == 0 ? "dark" : "bright").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
    var size = new Pictures.Size(8, 7, 1);
    Path table = Pictures.of(pictures).orElseThrow().table(size, Pictures.Sizing.RESIZE, PixelNames.of(size));
    save(folder, "pictures", Trainer.of(Network.of(Layer.image(8, 7, 1), Layer.conv(4, 3, Activation.TANH),
        Layer.flatten())).optimizer(Optimizer.adam(0.003)), Tables.read(table).target("class"));
  }

  /** Both cells, one way and both, last and whole, every way that rules reach W and U, every dropout. */
  private static void recurrent(Path folder) throws Exception {
    Dataset data = Tables.read(folder.resolve("maps.csv")).target("kind");
    Layer steps = Layer.sequence(14, 6);
    save(folder, "recurrent-gru", Trainer.of(Network.of(steps, Layer.gru(5).sequence().bidirectional(), Layer.gru(4)))
        .optimizer(Optimizer.momentum(0.02, 0.9)), data);
    save(folder, "recurrent-lstm", Trainer.of(Network.of(steps, Layer.lstm(5).sequence().bidirectional(), Layer.lstm(4)))
        .optimizer(Optimizer.momentum(0.02, 0.9)), data);
    save(folder, "recurrent-both", Trainer.of(Network.of(steps, Layer.conv1d(5, 3, Activation.TANH),
        Layer.lstm(4).sequence(), Layer.maxPool(2), Layer.gru(5).bidirectional().init(Initializer.PYTORCH),
        Layer.dense(4, Activation.TANH))).plan(p -> p.withClipNorm(1)).optimizer(Optimizer.adam(0.003)), data);
    Network regularized = Network.of(steps, Layer.gru(4, Penalty.l1(0.002), Penalty.l2(0.03)).sequence().bidirectional(),
        Layer.lstm(4, Penalty.groupLasso(0.005, GroupBy.INPUT)).bidirectional().init(Initializer.HE_NORMAL));
    save(folder, "recurrent-regularized-adam", Trainer.of(regularized).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "recurrent-regularized-sgd", Trainer.of(regularized).optimizer(Optimizer.sgd(0.05)), data);
    // As in maps: lengths apart from thresholds.
    save(folder, "recurrent-maxnorm", Trainer.of(Network.of(steps, Layer.gru(4, MaxNorm.maxNorm(0.6)).bidirectional()))
        .optimizer(Optimizer.sgd(0.05)), data);
    save(folder, "recurrent-decay", Trainer.of(Network.of(steps, Layer.lstm(4)))
        .optimizer(AdamW.of(0.003, Dialect.PYTORCH).withDecay(0.3)), data);
    Map<String, Recurrent.Noise> noises = new LinkedHashMap<>();
    noises.put("inputs", new Recurrent.Noise(0.3, 0, 0));
    noises.put("state", new Recurrent.Noise(0, 0.4, 0));
    noises.put("weights", new Recurrent.Noise(0, 0, 0.4));
    noises.put("all", new Recurrent.Noise(0.2, 0.3, 0.3));
    for (var noise : noises.entrySet()) {
      Recurrent layer = noise.getKey().equals("state") ? Layer.lstm(6) : Layer.gru(6).bidirectional();
      String name = "masks-recurrent-" + noise.getKey();
      save(folder, name, Trainer.of(Network.of(steps, layer.noise(noise.getValue()))), data);
      Files.writeString(folder.resolve(name).resolve("noise.json"), String.format(Locale.ROOT,
          "{\"inputs\": %s, \"state\": %s, \"weights\": %s}%n", noise.getValue().input(), noise.getValue().recurrent(),
          noise.getValue().weight()));
    }
  }

  /** Sequences with lengths of their own: each layer that honours them, what stands beside them, and what is dropped. */
  private static void lengths(Path folder) throws Exception {
    Path table = folder.resolve("padded.csv");
    Files.writeString(table, padded());
    Dataset data = Tables.read(table).target("kind");
    Layer steps = Layer.sequences(8, 2);
    save(folder, "padded-gru", Trainer.of(Network.of(steps, Layer.gru(5).sequence().bidirectional(), Layer.gru(4), Layer.join(),
        Layer.dense(5, Activation.TANH))).optimizer(Optimizer.momentum(0.02, 0.9)), data);
    save(folder, "padded-lstm", Trainer.of(Network.of(steps, Layer.lstm(5).sequence(), Layer.lstm(4).bidirectional(),
        Layer.join())).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "padded-conv", Trainer.of(Network.of(steps, Layer.conv1d(5, 3, Activation.TANH).padding(Padding.SAME),
        Layer.maxPool(2), Layer.conv1d(4, 2, Activation.SIGMOID).padding(Padding.CAUSAL), Layer.averagePool(2),
        Layer.globalAverage(), Layer.join())).optimizer(Optimizer.adam(0.003)), data);
    save(folder, "padded-max", Trainer.of(Network.of(steps, Layer.gru(4, Penalty.l2(0.02)).sequence(), Layer.globalMax(),
        Layer.join())).optimizer(Optimizer.sgd(0.05)), data);
    save(folder, "dropout-padded", Trainer.of(Network.of(steps, Layer.conv1d(6, 3, Activation.TANH).padding(Padding.SAME),
        Layer.spatialDropout(0.3), Layer.gru(5), Layer.join())).optimizer(Optimizer.adam(0.003)), data);
  }

  /** Words of a text in their order. */
  private static void words(Path folder) throws Exception {
    Path table = folder.resolve("words.csv");
    Files.writeString(table, sentences());
    Dataset data = Tables.read(table, TableOptions.none().kind("text", ColumnKind.TEXT)).target("kind");
    Layer rows = Layer.sequences(9, 1);
    save(folder, "words-gru", Trainer.of(Network.of(rows, Layer.words(5), Layer.gru(4), Layer.join()))
        .optimizer(Optimizer.adam(0.01)), data);
    save(folder, "words-adamw", Trainer.of(Network.of(rows, Layer.words(5), Layer.conv1d(4, 3, Activation.TANH).padding(Padding.SAME),
        Layer.globalMax(), Layer.join())).optimizer(AdamW.of(0.003, Dialect.PYTORCH).withDecay(0.3)), data);
    save(folder, "words-mean", Trainer.of(Network.of(rows, new Embedding.Words(6, 0, 0, List.of(Penalty.l1(0.002))),
        Layer.globalAverage(), Layer.join())).optimizer(Optimizer.momentum(0.02, 0.9)), data);
    save(folder, "dropout-words", Trainer.of(Network.of(rows, Layer.words(8).dropping(0.3), Layer.gru(4)))
        .optimizer(Optimizer.adam(0.01)), data.without("number"));
  }

  /** Sentences of few words, the order of two of which tells the class, beside a number; some have no word. */
  private static String sentences() {
    var random = new SplittableRandom(21);
    String[] fill = {"the", "film", "was", "of", "some", "actors", "in", "one", "very", "scene"};
    var csv = new StringBuilder("text,number,kind\n");
    for (int row = 0; row < 160; row++) {
      boolean good = random.nextBoolean();
      var text = new ArrayList<String>();
      for (int word = random.nextInt(12); word > 0; word--) {
        text.add(fill[random.nextInt(fill.length)] + (random.nextInt(20) == 0 ? row : ""));
      }
      text.addAll(random.nextInt(text.size() + 1), good ? List.of("not", "bad") : List.of("bad", "not"));
      csv.append(row % 30 == 7 ? "" : String.join(" ", text)).append(',').append(random.nextInt(50)).append(',')
          .append(good ? "good" : "poor").append('\n');
    }
    return csv.toString();
  }

  /** Sequences of one to eight steps of two numbers, and two numbers beside them. */
  private static String padded() {
    var random = new SplittableRandom(13);
    var csv = new StringBuilder();
    for (int step = 1; step <= 8; step++) {
      csv.append("speed@").append(step).append(",level@").append(step).append(',');
    }
    csv.append("sequence_steps,age,weight,kind\n");
    for (int row = 0; row < 160; row++) {
      int kind = random.nextInt(3);
      int steps = 1 + random.nextInt(8);
      for (int i = 0; i < 16; i++) {
        double value = 20 + 5 * random.nextGaussian() + 4 * Math.sin(kind + i);
        csv.append(i < 2 * steps ? String.format(Locale.ROOT, "%.3f", value) : "").append(',');
      }
      csv.append(steps).append(String.format(Locale.ROOT, ",%.2f,%d,", 40 + 9 * random.nextGaussian() + kind,
          random.nextInt(70))).append("abc".charAt(kind)).append('\n');
    }
    return csv.toString();
  }

  /** Rows of 84 numbers, some of which tell the class, one of them the same in all rows. */
  private static String pixels() {
    var random = new SplittableRandom(12);
    var csv = new StringBuilder();
    for (int i = 0; i < 84; i++) {
      csv.append("p").append(i).append(',');
    }
    csv.append("kind\n");
    for (int row = 0; row < 160; row++) {
      int kind = random.nextInt(3);
      for (int i = 0; i < 84; i++) {
        double value = 100 + 40 * random.nextGaussian() + (i / 28 == kind ? 30 * Math.sin(i) : 0);
        csv.append(i == 5 ? "17" : String.format(Locale.ROOT, "%.3f", value)).append(',');
      }
      csv.append("abc".charAt(kind)).append('\n');
    }
    return csv.toString();
  }

  private static Network network(Regularizer regularizer, double dropout) {
    Regularizer[] given = regularizer == null ? new Regularizer[0] : new Regularizer[]{regularizer};
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.dense(12, Activation.TANH, given));
    if (dropout > 0) {
      layers.add(Layer.dropout(dropout));
    }
    layers.add(Layer.dense(8, Activation.RELU, given));
    return Network.of(layers).output(given);
  }

  private static void save(Path folder, String name, Trainer trainer, Dataset data) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    UnaryOperator<Trainer> settings = t -> t.epochs(EPOCHS).batch(16).seed(7).validation(SHARE);
    Fit fit = settings.apply(trainer).provenance("conformance: " + name, "").train(data);
    NetworkModel trained = fit.model();
    Weights initial = trained.architecture().initialWeights(7, 0);
    NetworkModel begun = new NetworkModel(trained.target(), trained.preprocessing().unused(java.util.Set.of()),
        trained.scale(), trained.plan(), trained.validationShare(), initial, trained.provenance());
    Export.SAFETENSORS.write(begun, own.resolve("weights.safetensors"), true);
    Export.KERAS.write(begun, own.resolve("keras.py"), true);
    Export.PYTORCH.write(begun, own.resolve("pytorch.py"), true);
    Export.MLX.write(begun, own.resolve("mlx.py"), true);
    var split = Folds.split(data.target(), SHARE, 7);
    var epochs = new ArrayList<String>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int[] order = new int[split.training(0).length];
      Arrays.setAll(order, i -> i);
      new Philox(7, 0, epoch, 0, 0xFFFF).shuffle(order);
      epochs.add(Arrays.toString(order));
    }
    Files.writeString(own.resolve("order.json"), "{\"training\": " + Arrays.toString(split.training(0))
        + ", \"validation\": " + Arrays.toString(split.validation(0)) + ", \"epochs\": " + epochs + "}\n");
    var losses = new ArrayList<String>();
    for (var epoch : fit.history().epochs()) {
      losses.add("[" + epoch.trainLoss() + ", " + epoch.validationLoss() + "]");
    }
    Files.writeString(own.resolve("losses.json"), losses + "\n");
  }

  private static String mixed() {
    var random = new SplittableRandom(11);
    String[] cities = {"Köln", "Oslo", "São Paulo", "New York"};
    var csv = new StringBuilder("age,income,city,member,since,kind,price\n");
    for (int row = 0; row < 240; row++) {
      double age = 20 + 50 * random.nextDouble();
      int city = random.nextInt(cities.length);
      boolean member = random.nextInt(3) == 0;
      int kind = (int) Math.clamp(age / 25 + random.nextDouble() - 0.8, 0, 2);
      csv.append(String.format(Locale.ROOT, "%s,%.4f,%s,%s,%d-%02d-%02d,%s,%.3f%n",
          random.nextInt(9) == 0 ? "" : String.format(Locale.ROOT, "%.2f", age), Math.exp(8 + 3 * random.nextDouble()),
          random.nextInt(9) == 0 ? "" : cities[city], member ? "Yes" : "No", 1968 + random.nextInt(60),
          1 + random.nextInt(12), 1 + random.nextInt(28), "abc".charAt(kind), 3 * age + city + (member ? 10 : 0)));
    }
    return csv.toString();
  }
}
