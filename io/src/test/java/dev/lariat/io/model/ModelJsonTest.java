package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.loss.Loss;
import dev.lariat.loss.LossKind;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerKind;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.RegularizerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Every kind of every sealed family has a name in model files, and what the command line makes comes back from JSON.
 */
class ModelJsonTest {
  /** The records below a sealed type. */
  private static List<Class<?>> records(Class<?> sealed) {
    var found = new ArrayList<Class<?>>();
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type.isSealed()) {
        found.addAll(records(type));
      } else if (type != CustomPenalty.class) { // not ours to load: a model file leaves it out
        found.add(type);
      }
    }
    return found;
  }

  private static void namesAll(Class<?> sealed, List<? extends Class<?>> types, List<String> names) {
    assertThat(new ArrayList<Class<?>>(types)).as("kinds of " + sealed.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(records(sealed));
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void everyKindHasAName() {
    namesAll(Loss.class, LossKind.ALL.stream().map(LossKind::type).toList(),
        LossKind.ALL.stream().map(LossKind::fileName).toList());
    namesAll(Optimizer.class, OptimizerKind.ALL.stream().map(OptimizerKind::type).toList(),
        OptimizerKind.ALL.stream().map(OptimizerKind::fileName).toList());
    namesAll(Layer.class, LayerKind.ALL.stream().map(LayerKind::type).toList(),
        LayerKind.ALL.stream().map(LayerKind::fileName).toList());
    namesAll(Regularizer.class, RegularizerKind.ALL.stream().map(RegularizerKind::type).toList(),
        RegularizerKind.ALL.stream().map(RegularizerKind::fileName).toList());
  }

  @Test
  void lossesComeBack() {
    for (LossKind kind : LossKind.ALL) {
      Loss loss = kind.make().apply(LossKind.Settings.DEFAULT);
      assertThat(loss).isInstanceOf(kind.type());
      String json = ModelJson.MAPPER.writerFor(Loss.class).writeValueAsString(loss);
      assertThat(json).contains("\"" + kind.fileName() + "\"");
      assertThat(ModelJson.MAPPER.readValue(json, Loss.class)).isEqualTo(loss);
    }
  }

  @Test
  void optimizersComeBack() {
    for (OptimizerKind kind : OptimizerKind.ALL) {
      for (OptimizerKind.Form form : kind.forms()) {
        for (Dialect dialect : Dialect.values()) {
          Optimizer optimizer = form.make()
              .apply(new OptimizerKind.Settings(0.01, 0.9, OptionalDouble.empty(), dialect));
          assertThat(optimizer).isInstanceOf(kind.type());
          assertThat(optimizer.name()).isEqualTo(form.word());
          assertThat(optimizer.dialect()).isEqualTo(dialect);
          String json = ModelJson.MAPPER.writerFor(Optimizer.class).writeValueAsString(optimizer);
          assertThat(json).contains("\"" + kind.fileName() + "\"");
          assertThat(ModelJson.MAPPER.readValue(json, Optimizer.class)).isEqualTo(optimizer);
        }
      }
    }
  }
}
