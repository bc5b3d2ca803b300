package dev.lariat.io.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.loss.Loss;
import dev.lariat.loss.LossKind;
import dev.lariat.net.layer.LayerKind;
import dev.lariat.net.layer.Shape;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.penalty.RegularizerKind;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.Regularizer;
import java.util.List;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * How descriptions are written as JSON: records by their components, sealed types with a {@code type} whose names the
 * lists of kinds fix, so that a class may be renamed and no file is orphaned. {@code core} itself knows nothing of
 * JSON.
 */
final class ModelJson {
  /** Reads and writes the records of {@code core}. */
  static final JsonMapper MAPPER = mapper();

  private ModelJson() {}

  /**
   * A sealed type says which of its kinds it is. Only the names registered below are read: no class name of a file is
   * ever loaded.
   */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Typed {}

  /** A vocabulary is no record: what it is written and read by. */
  private abstract static class Vocabulary {
    @JsonCreator
    @SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"}) // only the signature is read
    static TextFeatures of(@JsonProperty("options") TextOptions options, @JsonProperty("terms") List<String> terms,
        @JsonProperty("idf") double[] idf) {
      throw new UnsupportedOperationException("TextFeatures.of is called");
    }

    @JsonProperty("options")
    abstract TextOptions options();

    @JsonProperty("terms")
    abstract List<String> terms();

    @JsonProperty("idf")
    abstract double[] idf();
  }

  /** What files without sparse groups do not name. */
  private interface Sparse {
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @SuppressWarnings("UnusedMethod") // only the signature is read
    double sparseShare();
  }

  /** What files without numbers in pieces and words in their order do not name. */
  private interface Pieces {
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @SuppressWarnings("UnusedMethod") // only the signature is read
    Integer words();

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @SuppressWarnings("UnusedMethod") // only the signature is read
    Integer hinges();
  }

  private static JsonMapper mapper() {
    var builder = JsonMapper.builder().disable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
    for (Class<?> sealed : new Class<?>[]{Layer.class, Regularizer.class, Optimizer.class, Schedule.class, Loss.class,
        Encoding.class, DocumentFrequency.class, Shape.class}) {
      builder.addMixIn(sealed, Typed.class);
    }
    LayerKind.ALL.forEach(kind -> builder.registerSubtypes(named(kind.type(), kind.fileName())));
    RegularizerKind.ALL.forEach(kind -> builder.registerSubtypes(named(kind.type(), kind.fileName())));
    OptimizerKind.ALL.forEach(kind -> builder.registerSubtypes(named(kind.type(), kind.fileName())));
    LossKind.ALL.forEach(kind -> builder.registerSubtypes(named(kind.type(), kind.fileName())));
    return builder
        .registerSubtypes(named(Schedule.Constant.class, "constant"), named(Schedule.Step.class, "step"),
            named(Schedule.Exponential.class, "exponential"), named(Schedule.Cosine.class, "cosine"))
        .registerSubtypes(named(Encoding.Numeric.class, "numeric"), named(Encoding.Bool.class, "boolean"),
            named(Encoding.Date.class, "date"), named(Encoding.OneHot.class, "oneHot"),
            named(Encoding.Code.class, "code"), named(Encoding.Text.class, "text"),
            named(Encoding.Hinges.class, "hinges"), named(Encoding.Words.class, "words"))
        .registerSubtypes(named(Shape.Vector.class, "vector"), named(Shape.Image.class, "image"),
            named(Shape.Sequence.class, "sequence"))
        .registerSubtypes(named(DocumentFrequency.Rows.class, "rows"), named(DocumentFrequency.Share.class, "share"))
        .addMixIn(TextFeatures.class, Vocabulary.class)
        .addMixIn(LinearPenalty.class, Sparse.class)
        .addMixIn(PreprocessingOptions.class, Pieces.class)
        .build();
  }

  private static NamedType named(Class<?> type, String name) {
    return new NamedType(type, name);
  }
}
