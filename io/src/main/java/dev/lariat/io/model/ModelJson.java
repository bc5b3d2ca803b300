package dev.lariat.io.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Loss;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Regularizer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * How descriptions are written as JSON: records by their components, sealed types with a {@code type} whose names are
 * fixed here, so that a class may be renamed and no file is orphaned. {@code core} itself knows nothing of JSON.
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

  private static JsonMapper mapper() {
    var builder = JsonMapper.builder().disable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
    for (Class<?> sealed : new Class<?>[]{Layer.class, Regularizer.class, Optimizer.class, Schedule.class, Loss.class,
        Encoding.class}) {
      builder.addMixIn(sealed, Typed.class);
    }
    return builder
        .registerSubtypes(named(Dense.class, "dense"), named(Dropout.class, "dropout"),
            named(BatchNorm.class, "batchNorm"), named(LayerNorm.class, "layerNorm"),
            named(Embedding.class, "embedding"), named(ActivationLayer.class, "activation"))
        .registerSubtypes(named(L1.class, "l1"), named(L2.class, "l2"), named(ElasticNet.class, "elasticNet"),
            named(GroupLasso.class, "groupLasso"), named(MaxNorm.class, "maxNorm"), named(Decay.class, "decay"))
        .registerSubtypes(named(Sgd.class, "sgd"), named(Adam.class, "adam"), named(AdamW.class, "adamw"))
        .registerSubtypes(named(Schedule.Constant.class, "constant"), named(Schedule.Step.class, "step"),
            named(Schedule.Exponential.class, "exponential"), named(Schedule.Cosine.class, "cosine"))
        .registerSubtypes(named(SoftmaxCrossEntropy.class, "softmaxCrossEntropy"),
            named(BinaryCrossEntropy.class, "binaryCrossEntropy"), named(SquaredError.class, "squaredError"),
            named(AbsoluteError.class, "absoluteError"))
        .registerSubtypes(named(Encoding.Numeric.class, "numeric"), named(Encoding.Bool.class, "boolean"),
            named(Encoding.Date.class, "date"), named(Encoding.OneHot.class, "oneHot"),
            named(Encoding.Code.class, "code"))
        .build();
  }

  private static NamedType named(Class<?> type, String name) {
    return new NamedType(type, name);
  }
}
