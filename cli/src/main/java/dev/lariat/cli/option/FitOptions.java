package dev.lariat.cli.option;

import dev.lariat.cli.word.ShareOrFile;
import dev.lariat.cli.word.TimeWord;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.handover.keras.KerasModel;
import dev.lariat.io.image.PixelNames;
import dev.lariat.metric.Metric;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Shape;
import dev.lariat.study.Preference;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.yardstick.Yardstick;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code lariat fit} may be told about the study. */
public final class FitOptions {
  @Option(names = "--models", paramLabel = "NAMES", split = ",", completionCandidates = ValueWords.Models.class, description = "Models to study beside the trivial one: linear, additive (a curve for every number), network. Without network all are compared with the unpenalised end of the linear path.")
  private List<String> models;

  @Option(names = "--regularizers", paramLabel = "NAMES", split = ",", completionCandidates = ValueWords.Regularizers.class, description = "Only these: ${COMPLETION-CANDIDATES}; additive is an additive model with all of its penalties. Not tried unless they are named: shorter, embedding-dropout, mixup, cutmix, flip, flip-vertical, and for classes pieces.")
  private List<String> regularizers;

  @Option(names = "--strengths", completionCandidates = ValueWords.Regularizers.class, paramLabel = "NAME=LIST", description = "Strengths of a regularizer in place of the adaptive grid, as in l2=0.001,0.01; may be repeated.")
  private List<String> strengths = List.of();

  @Option(names = "--hidden", paramLabel = "UNITS", split = ",", description = "Units of the hidden layers (default: 128,64).")
  private List<Integer> hidden;

  @Option(names = "--network", paramLabel = "FILE.keras", description = "Your own network, as Keras saved it: its layers, initialisers and optimizer. What regularizes it is taken away and tried as one candidate more, 'own'.")
  private Path networkFile;

  @Option(names = "--layers", paramLabel = "LAYERS", description = "Your own network in words, as in %n\"conv 32 3, pool 2, flatten, dense 128\"; see train --help. Dropout in it is taken away and tried as one candidate more, 'own'.")
  private String layers;

  @Mixin
  private SeriesInput series;

  private static final List<String> OF_NETWORKS = List.of("--network", "--layers", "--image", "--series", "--hidden",
      "--epochs", "--batch", "--lr", "--strengths", "--average", "--no-temperature", "--no-halving", "--seeds");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private KerasModel keras;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs of the planned schedule (default: by the number of rows).")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "ROWS", description = "Rows a step (default: by the number of rows).")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate at the top of the schedule (default: by the batch).")
  private Double learningRate;

  @Option(names = "--metric", paramLabel = "NAME", completionCandidates = ValueWords.Metrics.class, description = "What settings are chosen by: ${COMPLETION-CANDIDATES}; auc for two classes and folds.")
  private String metric;

  @Option(names = "--folds", paramLabel = "K", description = "Folds (default: 5 up to 5,000 rows, below 1,000 rows drawn up to 4 times; one split above).")
  private Integer folds;

  @Option(names = "--fold-column", paramLabel = "COLUMN", description = "A column that says each row's fold.")
  private String foldColumn;

  @Option(names = "--group-column", paramLabel = "COLUMN", description = "Rows with the same value stay together.")
  private String groupColumn;

  @Option(names = "--time-column", paramLabel = "COLUMN", description = "Splits in the order of this column.")
  private String timeColumn;

  @Option(names = "--seeds", paramLabel = "R", defaultValue = "1", description = "Repetitions of every cell (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of folds, initial weights, batches and noise (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--test", paramLabel = "FILE|SHARE", description = "Rows that are kept out of everything and reported once, at the end.")
  private String test;

  @Option(names = "--prefer", completionCandidates = ValueWords.Preferences.class, paramLabel = "best|simplest|proven", defaultValue = "best", description = "Which answer is trained on all rows: the one with the lowest expected loss, the simplest that ties with the best, or what is proven (default: ${DEFAULT-VALUE}).")
  private String prefer;

  @Option(names = "--average", paramLabel = "K", defaultValue = "8", description = "Train the network that is used K times with other seeds, and predict the mean; 1 for a single one (default: ${DEFAULT-VALUE}).")
  private int average;

  @Option(names = "--no-temperature", description = "Leave the probabilities as the networks state them. Otherwise one temperature calibrates them, where that pays.")
  private boolean noTemperature;

  @Option(names = "--no-mixture", description = "Predict with the networks alone. Otherwise the best linear or additive model gets a share, where that pays.")
  private boolean noMixture;

  @Option(names = "--no-halving", description = "Run every strength to the end.")
  private boolean noHalving;

  @Option(names = "--quick", description = "A first answer: fewer strengths and regularizers, half the epochs, folds drawn once.")
  private boolean quick;

  @Option(names = "--time-limit", paramLabel = "TIME", description = "For all of it, as in 90s, 10m or 2h; a number alone is seconds.")
  private String timeLimit;

  @Option(names = "--threads", paramLabel = "N", description = "Cells that run at once (default: all cores). Results never depend on it.")
  private Integer threads;

  @Option(names = "--yardstick", description = "Measure gradient boosting on the same folds, too: it says whether trees suit the table better, and is no candidate. Needs the module lariat-trees.")
  private boolean yardstick;

  /** {@return the files that are named beside the table, by option} */
  Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    if (networkFile != null) {
      files.put("--network", networkFile);
    }
    testFile().ifPresent(file -> files.put("--test", file));
    return files;
  }

  /** Checks what can be checked without opening the data. */
  public void check(TableInput input) {
    PictureInput pictures = input.pictures();
    var _ = configured(Study.of(null), pictures.told(), pictures.found(), input.sequences().shape(), Optional.empty());
  }

  /** {@return whether the yardstick is asked for} */
  public boolean asksForYardstick() {
    return yardstick;
  }

  /** {@return the seed of all that is drawn} */
  public long seed() {
    return seed;
  }

  /** {@return how many networks are trained at the end, at most} */
  public int average() {
    return average;
  }

  /** {@return why the rows have to be in memory; empty where they need not} */
  public Optional<String> needsRows() {
    return test != null && testFile().isEmpty()
        ? Optional.of("--test " + test + " draws its rows from a table in memory; give --test a file")
        : Optional.empty();
  }

  /** The study with these options; a test file is read. */
  public Study study(Dataset data, TableInput input) {
    if (noTemperature && data.target().task() == Task.REGRESSION) {
      throw new IllegalArgumentException("--no-temperature is about probabilities, and the target '"
          + data.target().name() + "' is a number: leave it out");
    }
    PictureInput pictures = input.pictures();
    Study study = configured(Study.of(data), pictures.told(),
        pictures.found().or(() -> PictureInput.pixels(data, input)), input.sequences().shape(),
        Optional.of(learnt(data)));
    return testFile().map(file -> study.test(series.other(input.marked(input.table(file))))).orElse(study);
  }

  /** What distinguishes test rows of a file; empty without. */
  public String testHash(TableInput input) {
    return testFile().map(input::hash).orElse("");
  }

  /** The columns that are learnt from. */
  private List<String> learnt(Dataset data) {
    Set<String> others = dividing();
    return data.features().stream().map(Column::name).filter(name -> !others.contains(name)).toList();
  }

  /** {@return columns that part the rows} */
  public Set<String> dividing() {
    return Stream.of(foldColumn, groupColumn).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** {@return what is said of series} */
  public SeriesInput series() {
    return series;
  }

  /**
   * {@return the table, with how many steps its rows have where they are series and some end early}
   *
   * @param note what was found
   */
  public Dataset lengths(Dataset data, Consumer<List<String>> note) {
    return series.lengths(data, dividing(), note);
  }

  /** {@return what to say where columns look like pixels, and nobody said that they are} */
  public Optional<String> hint(Dataset data, TableInput input) {
    boolean said = hidden != null || layers != null || networkFile != null || series.isGiven()
        || input.sequences().isGiven();
    if (said || input.pictures().told().isPresent()) {
      return Optional.empty();
    }
    List<String> names = data.features().stream().map(Column::name).toList();
    return PixelNames.likely(names)
        .map(size -> names.getFirst() + " to " + names.getLast()
            + " look like the pixels of images: if they are, --image " + size + " studies networks of convolutions");
  }

  /**
   * @param told what {@code --image} says
   * @param found what the table's rows are known to be
   * @param sequences what the sequences of a long table are
   * @param columns that are learnt from; empty where the table has not been read
   */
  private Study configured(Study plain, Optional<Shape.Image> told, Optional<Shape.Image> found,
      Optional<Shape.Sequence> sequences, Optional<List<String>> columns) {
    Study study = plain.seeds(seeds)
        .seed(seed)
        .halving(!noHalving)
        .average(atLeastOne("--average", average))
        .temperature(!noTemperature)
        .mixture(!noMixture);
    Optional<Shape> map = DescribedLayers.map(told, series, sequences, columns);
    boolean seen = map.isEmpty() && hidden == null && layers == null;
    Optional<Shape> shape = seen ? found.map(image -> image) : map;
    if (shape.isPresent() && networkFile == null) {
      study = switch (shape.get()) {
        case Shape.Image image -> study.image(image.height(), image.width(), image.channels());
        case Shape.Sequence steps -> study.series(steps);
        case Shape.Vector _ -> study;
      };
    }
    if (networkFile != null) {
      study = own(study, shape, columns);
    }
    if (layers != null) {
      leaveOut("--layers says all of the layers", "--hidden", hidden);
      study = study.network(Network.of(DescribedLayers.read(layers, map, found, columns)), Optional.empty());
    }
    if (models != null) {
      study = study.models(kinds(told.isPresent() && found.isEmpty()));
    }
    if (regularizers != null) {
      study = study.regularizers(regularizers.toArray(String[]::new));
    }
    for (String given : strengths) {
      study = strengths(study, given);
    }
    if (hidden != null) {
      if (told.isPresent() && found.isEmpty()) {
        throw new IllegalArgumentException(
            "--hidden is for tables: say the layers for an image with --layers, as in --layers \"conv 32 3, flatten\"");
      }
      if (series.isGiven() || sequences.isPresent()) {
        throw new IllegalArgumentException(
            "--hidden is for tables: say the layers for a series with --layers, as in --layers \"gru 32\"");
      }
      study = study.recipe(recipe -> recipe.withHidden(hidden));
    }
    if (epochs != null) {
      study = study.recipe(recipe -> recipe.withEpochs(atLeastOne("--epochs", epochs)));
    }
    if (batch != null) {
      study = study.recipe(recipe -> recipe.withBatch(atLeastOne("--batch", batch)));
    }
    if (learningRate != null) {
      study = study.recipe(recipe -> recipe.withLearningRate(learningRate));
    }
    if (metric != null) {
      study = study.metric(Metric.parse(metric));
    }
    if (folds != null) {
      study = study.folds(folds);
    }
    if (foldColumn != null) {
      study = study.foldColumn(foldColumn);
    }
    if (groupColumn != null) {
      study = study.groupColumn(groupColumn);
    }
    if (timeColumn != null) {
      study = study.timeColumn(timeColumn);
    }
    if (test != null && testFile().isEmpty()) {
      study = study.test(ShareOrFile.of("--test", test).share());
    }
    if (quick) {
      study = study.quick();
    }
    if (timeLimit != null) {
      study = study.timeLimit(TimeWord.of("--time-limit", timeLimit));
    }
    if (threads != null) {
      study = study.threads(threads);
    }
    if (yardstick) {
      study = study.yardstick(Yardstick.installed());
    }
    return study.prefer(preference());
  }

  /** The kinds of models; what is said of networks is refused where none is trained. */
  private ModelKind[] kinds(boolean imageTold) {
    List<ModelKind> kinds = models.stream().map(ModelKind::parse).toList();
    if (kinds.stream().anyMatch(ModelKind::hasPath) && !kinds.contains(ModelKind.NETWORK)) {
      for (String option : OF_NETWORKS) {
        boolean given = option.equals("--image") ? imageTold : typed(option);
        if (given) {
          throw new IllegalArgumentException(option + " is for networks, and --models " + String.join(",", models)
              + " trains none: leave it out, or add network");
        }
      }
    }
    if (noMixture && (kinds.stream().noneMatch(ModelKind::hasPath) || !kinds.contains(ModelKind.NETWORK))) {
      throw new IllegalArgumentException("--no-mixture: a mixture needs both a network and a linear or additive model,"
          + " and --models " + String.join(",", models) + " does not name both: leave it out");
    }
    return kinds.toArray(ModelKind[]::new);
  }

  private Preference preference() {
    try {
      return Preference.parse(prefer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--prefer: " + e.getMessage(), e);
    }
  }

  private boolean typed(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static void leaveOut(String why, String option, Object said) {
    if (said != null) {
      throw new IllegalArgumentException(why + ": leave out " + option);
    }
  }

  /** Before all else, so that its candidate can be chosen by name. */
  private Study own(Study study, Optional<Shape> rows, Optional<List<String>> columns) {
    leaveOut("--network has layers of its own", "--hidden", hidden);
    leaveOut("--network has layers of its own", "--layers", layers);
    if (keras == null) {
      keras = KerasModel.read(networkFile);
    }
    Network read = KerasNetwork.on(keras.network(), networkFile, rows, columns);
    return study.network(read, keras.optimizer(), keras.loss());
  }

  /** What Lariat does otherwise with the network of a file than Keras did. */
  public List<String> networkNotes() {
    return keras == null
        ? List.of()
        : Stream.concat(keras.notes().stream(), KerasNetwork.vocabulary(keras.network()).stream()).toList();
  }

  private static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, not " + value);
    }
    return value;
  }

  private Optional<Path> testFile() {
    return test == null ? Optional.empty() : ShareOrFile.of("--test", test).file();
  }

  private static Study strengths(Study study, String given) {
    String[] parts = given.split("=", 2);
    if (parts.length != 2 || parts[1].isBlank()) {
      throw new IllegalArgumentException("--strengths: '" + given + "' is not of the form l2=0.001,0.01");
    }
    try {
      return study.strengths(parts[0],
          Arrays.stream(parts[1].split(",", -1)).mapToDouble(Double::parseDouble).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--strengths: '" + given + "' is not of the form l2=0.001,0.01", e);
    }
  }
}
