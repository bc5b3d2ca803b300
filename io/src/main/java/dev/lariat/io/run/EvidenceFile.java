package dev.lariat.io.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.AdditiveCurves;
import dev.lariat.study.evidence.CoefficientPath;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.MapEvidence;
import dev.lariat.study.evidence.PixelWeights;
import dev.lariat.study.evidence.SeriesEvidence;
import dev.lariat.study.evidence.TestPredictions;
import dev.lariat.study.evidence.TextEvidence;
import dev.lariat.study.evidence.WeightStatistics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code evidence.json}, format 1: what the report draws beside the verdict. {@code weights}: per setting its sizes,
 * layers, histogram and, where columns are pixels, pictures of the first layer. {@code paths}: per linear candidate
 * coefficients by λ. {@code test}: confusion matrix and ROC, or points, and the worst rows. {@code texts}: per text
 * column its words and what they change. {@code maps}: of a network of convolutions its first filters, and of some
 * images what counts. {@code series}: of a network of series where some of them were read from. {@code curves}: of the
 * best additive candidate what each number adds. Two runs of the same study write the same bytes.
 */
public final class EvidenceFile {
  /** The file's name in a run directory. */
  public static final String NAME = "evidence.json";
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  private static final JsonMapper MAPPER = StudyJson.MAPPER;

  private EvidenceFile() {}

  /** The file: what {@link Evidence} has, under the keys of the file. */
  private record Content(int format, List<Weights> weights, List<CoefficientPath> paths,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Predictions> test,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TextEvidence> texts,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MapEvidence> maps,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SeriesEvidence> series,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AdditiveCurves> curves) {
    static Content of(Evidence evidence) {
      return new Content(FORMAT, evidence.weights().stream().map(Weights::of).toList(), evidence.paths(),
          evidence.test().map(Predictions::of), evidence.texts(), evidence.maps(), evidence.series(),
          evidence.curves());
    }

    Evidence evidence() {
      return new Evidence(weights == null ? List.of() : weights.stream().map(Weights::statistics).toList(),
          paths == null ? List.of() : paths, test == null ? Optional.empty() : test.map(Predictions::predictions),
          texts == null ? List.of() : texts, maps == null ? Optional.empty() : maps,
          series == null ? Optional.empty() : series, curves == null ? Optional.empty() : curves);
    }
  }

  private record Weights(ModelKind model, String regularizer, Strength strength, long count, double meanSize,
      double largest, double columnsUsed, List<WeightStatistics.Layer> layers, Histogram histogram,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PixelWeights> pixels) {
    static Weights of(WeightStatistics of) {
      Trial trial = of.trial();
      return new Weights(trial.model(), trial.regularizer(), trial.strength(), of.count(), of.meanSize(), of.largest(),
          of.columnsUsed(), of.layers(), new Histogram(of.edges(), of.shares()), of.pixels());
    }

    WeightStatistics statistics() {
      return new WeightStatistics(new Trial(model, regularizer, strength), count, meanSize, largest, columnsUsed,
          layers, histogram.edges(), histogram.shares(), pixels == null ? Optional.empty() : pixels);
    }
  }

  private record Histogram(List<Double> edges, List<Double> shares) {}

  private record Predictions(List<String> classes, List<List<Integer>> confusion, List<List<Double>> roc,
      List<List<Double>> points, List<Worst> worst) {
    static Predictions of(TestPredictions of) {
      return new Predictions(of.classes(), of.confusion(), of.roc(), of.points(),
          of.worst()
              .stream()
              .map(row -> new Worst(row.number(), row.truth(), row.predicted(), row.probability()))
              .toList());
    }

    TestPredictions predictions() {
      return new TestPredictions(classes, confusion, roc, points,
          worst.stream()
              .map(at -> new TestPredictions.Row(at.row(), at.truth(), at.predicted(), at.probability()))
              .toList());
    }
  }

  private record Worst(int row, String truth, String predicted, double probability) {}

  /** Writes the file into a run directory, whole or not at all. */
  public static void write(Evidence evidence, Path runDirectory) {
    byte[] bytes = (MAPPER.writeValueAsString(Content.of(evidence)) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(runDirectory.resolve(NAME), true, out -> out.write(bytes));
  }

  /**
   * Reads the evidence of a run.
   *
   * @return empty where the run has none: an earlier version made it
   * @throws DataException if it is damaged, or of a newer format
   */
  public static Evidence read(Path runDirectory) {
    Path file = runDirectory.resolve(NAME);
    if (!Files.exists(file)) {
      return new Evidence(List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(),
          Optional.empty());
    }
    String remedy = "start the study anew with --force";
    try {
      JsonNode json = JsonText.object(file, MAPPER, "evidence of Lariat", remedy);
      int format = json.path("format").asInt(0);
      NewerFormat.refuse(file, format, FORMAT);
      if (format < 1) {
        throw new DataException(file + " is JSON, but no evidence of Lariat; " + remedy);
      }
      return MAPPER.treeToValue(json, Content.class).evidence();
    } catch (JacksonException e) {
      throw new DataException(file + JsonText.where(e) + ": no evidence of Lariat; " + remedy, e);
    }
  }
}
