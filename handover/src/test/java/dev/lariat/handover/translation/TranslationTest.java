package dev.lariat.handover.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.handover.translation.TrainingSettings.Constants;
import dev.lariat.handover.translation.TrainingSettings.Kind;
import dev.lariat.handover.translation.TrainingSettings.Problem;
import dev.lariat.handover.translation.TrainingSettings.Rule;
import dev.lariat.handover.translation.Translation.Match;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TranslationTest {
  private static final Problem PROBLEM = new Problem(LossKind.CROSS_ENTROPY, 1000, 32);

  private static TrainingSettings settings(Framework from, Kind kind, double l1, double l2) {
    return settings(from, kind, new Constants(Constants.Form.PAIR, l1, l2), OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static TrainingSettings settings(Framework from, Kind kind, Constants constants, OptionalDouble decay,
      OptionalDouble dropout) {
    return new TrainingSettings(from, Optional.of(Rule.of(kind).learningRate(0.05)), constants, decay, dropout,
        OptionalDouble.empty(), PROBLEM);
  }

  private static TrainingSettings linear(Framework from, Constants constants, LossKind loss) {
    return new TrainingSettings(from, Optional.empty(), constants, OptionalDouble.empty(), OptionalDouble.empty(),
        OptionalDouble.empty(), new Problem(loss, 64, 32));
  }

  private static Translation.Line line(Translation translation, String what) {
    return translation.lines().stream().filter(line -> line.what().equals(what)).findFirst().orElseThrow();
  }

  @Test
  void kerasL2IsTwiceTheNumberInPyTorch() {
    var translation = new Translation(settings(Framework.KERAS, Kind.SGD, 0, 0.01), Framework.PYTORCH);
    assertThat(line(translation, "L2").to()).contains("\"weight_decay\": 0.02");
    assertThat(line(translation, "L2").match()).isEqualTo(Match.EXACT);
    for (var difference : translation.differences()) {
      assertThat(difference.translated()).isZero();
      assertThat(difference.copied()).isPositive();
    }
  }

  /** scikit-learn and glmnet with standardize=FALSE penalise the features as they are; lariat linear must be told. */
  @Test
  void lariatLinearIsToldNotToStandardize() {
    var translation = new Translation(
        linear(Framework.SKLEARN, new Constants(Constants.Form.ELASTIC_NET, 0.1, 0.3), LossKind.SQUARED_ERROR),
        Framework.LARIAT);
    assertThat(line(translation, "penalty").to()).isEqualTo("lariat linear --lambda 0.1 --alpha 0.3 --no-standardize");
  }

  @Test
  void adamDiffersInEpsilonAndThatIsSaidAndSmall() {
    var translation = new Translation(settings(Framework.KERAS, Kind.ADAM, 0, 0.01), Framework.PYTORCH);
    assertThat(line(translation, "optimizer").match()).isEqualTo(Match.NEARLY);
    assertThat(line(translation, "optimizer").to()).contains("eps=1e-7");
    for (var difference : translation.differences()) {
      assertThat(difference.translated()).isPositive().isLessThan(1e-4);
    }
    assertThat(translation.differences().getLast().copied()).isGreaterThan(1e-3);
  }

  @Test
  void mlxAdamWithoutBiasCorrectionStartsThreeTimesAsFar() {
    var translation = new Translation(settings(Framework.PYTORCH, Kind.ADAM, 0, 0), Framework.MLX);
    assertThat(line(translation, "optimizer").to()).contains("bias_correction=True");
    assertThat(translation.differences().getFirst().translated()).isLessThan(1e-7);
    assertThat(translation.differences().getFirst().copied()).isGreaterThan(0.05);
  }

  @Test
  void weightDecayOfAdamIsCoupledInPyTorchAndDecoupledInKeras() {
    var settings = settings(Framework.PYTORCH, Kind.ADAM, Constants.NONE, OptionalDouble.of(0.1),
        OptionalDouble.empty());
    var translation = new Translation(settings, Framework.KERAS);
    assertThat(line(translation, "L2").to()).isEqualTo("kernel_regularizer=L2(0.05), bias_regularizer=L2(0.05)");
    assertThat(translation.differences().getLast().translated()).isLessThan(1e-4);
    assertThat(translation.differences().getLast().copied()).isGreaterThan(1e-2);
  }

  @Test
  void dropoutHasNoEquivalentInScikitLearn() {
    var settings = settings(Framework.KERAS, Kind.ADAM, new Constants(Constants.Form.PAIR, 0, 0.01),
        OptionalDouble.empty(), OptionalDouble.of(0.5));
    var translation = new Translation(settings, Framework.SKLEARN);
    assertThat(line(translation, "dropout").match()).isEqualTo(Match.NONE);
    assertThat(line(translation, "L2").to()).isEqualTo("alpha=0.64"); // 2·0.01·32
  }

  @Test
  void linearModelsMeetAtTheOptimum() {
    var elasticNet = linear(Framework.SKLEARN, new Constants(Constants.Form.ELASTIC_NET, 0.1, 0.5),
        LossKind.SQUARED_ERROR);
    var toKeras = new Translation(elasticNet, Framework.KERAS);
    assertThat(line(toKeras, "penalty").to()).isEqualTo("kernel_regularizer=L1L2(0.1, 0.05)");
    assertThat(toKeras.differences().getFirst().translated()).isLessThan(1e-9);
    assertThat(toKeras.differences().getFirst().copied()).isGreaterThan(1e-3);
    var ridge = linear(Framework.SKLEARN, new Constants(Constants.Form.RIDGE, 32, 0), LossKind.SQUARED_ERROR);
    assertThat(line(new Translation(ridge, Framework.GLMNET), "penalty").to()).startsWith("lambda=0.5, alpha=0.0");
    var logistic = linear(Framework.SKLEARN, new Constants(Constants.Form.INVERSE, 0.5, 1), LossKind.CROSS_ENTROPY);
    assertThat(line(new Translation(logistic, Framework.GLMNET), "penalty").to())
        .startsWith("lambda=0.03125, alpha=1.0");
  }

  @Test
  void lariatsProximalL1IsNotKerasSubgradient() {
    var translation = new Translation(settings(Framework.LARIAT, Kind.MOMENTUM, 0.1, 0), Framework.KERAS);
    assertThat(line(translation, "L1").match()).isEqualTo(Match.NEARLY);
    assertThat(translation.differences().getLast().translated()).isPositive();
    assertThat(translation.sourceRule().toString()).contains("soft threshold");
    assertThat(translation.targetRule().toString()).contains("sign(w)");
  }

  @ParameterizedTest
  @EnumSource(Framework.class)
  void everyPairTranslatesAndTranslatingToItselfIsExact(Framework from) {
    var settings = from == Framework.GLMNET
        ? linear(from, new Constants(Constants.Form.ELASTIC_NET, 0.1, 0.5), LossKind.CROSS_ENTROPY)
        : settings(from, Kind.ADAM, from == Framework.SKLEARN ? 0 : 0.01, 0.02);
    for (Framework to : Framework.values()) {
      var translation = new Translation(settings, to);
      assertThat(translation.lines()).isNotEmpty().allSatisfy(line -> assertThat(line.to()).isNotBlank());
      assertThat(translation.sourceRule()).isNotEmpty();
      assertThat(translation.targetRule()).isNotEmpty();
      assertThat(translation.differences()).isNotEmpty().allSatisfy(difference -> {
        assertThat(difference.translated()).isNotNaN();
        if (from == to) {
          assertThat(difference.translated()).isZero();
          assertThat(difference.copied()).isZero();
        }
      });
    }
  }

  private static Translation.Line dropout(Framework from, Framework to, LayerDropout.Kind kind, int layers) {
    var dropouts = List.of(new LayerDropout(kind, 0.3, layers));
    return new Translation(settings(from, Kind.ADAM, 0, 0), to, dropouts).lines().getLast();
  }

  /** conformance/handover holds what the frameworks draw; here is what is said of it. */
  @Test
  void argumentsCalledDropoutAreNotTheSame() {
    var one = dropout(Framework.PYTORCH, Framework.KERAS, LayerDropout.Kind.RECURRENT_LAYER, 1);
    assertThat(one.from()).isEqualTo("nn.GRU(inputs, units, num_layers=1, dropout=0.3)");
    assertThat(one.to()).isEqualTo("no dropout");
    assertThat(one.formula()).contains("does nothing").contains("in Keras would drop inputs");
    var two = dropout(Framework.PYTORCH, Framework.KERAS, LayerDropout.Kind.RECURRENT_LAYER, 2);
    assertThat(two.to()).startsWith("keras.layers.Dropout(0.3) between");
    var inputs = dropout(Framework.KERAS, Framework.PYTORCH, LayerDropout.Kind.RECURRENT_LAYER, 1);
    assertThat(inputs.to()).startsWith("nn.Dropout1d(0.3) on (N, C, T)");
    assertThat(inputs.match()).isEqualTo(Match.BY_HAND);
    var state = dropout(Framework.KERAS, Framework.LARIAT, LayerDropout.Kind.STATE, 1);
    assertThat(state.to()).isEqualTo("--layers \"gru UNITS recurrent-dropout 0.3\"");
    assertThat(state.match()).isEqualTo(Match.EXACT);
    assertThat(dropout(Framework.KERAS, Framework.PYTORCH, LayerDropout.Kind.SEQUENCE_CHANNELS, 1).formula())
        .contains("on (N, T, C) it would drop whole steps");
    assertThat(dropout(Framework.KERAS, Framework.MLX, LayerDropout.Kind.SEQUENCE_CHANNELS, 1).formula())
        .contains("one mask for the whole batch");
    assertThat(dropout(Framework.LARIAT, Framework.SKLEARN, LayerDropout.Kind.STATE_WEIGHTS, 1).match())
        .isEqualTo(Match.NONE);
    assertThatThrownBy(() -> dropout(Framework.PYTORCH, Framework.KERAS, LayerDropout.Kind.STATE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PyTorch has no dropout of a recurrent layer's state");
  }

  /** Every argument that a framework has is said in every other one, or has no equivalent. */
  @ParameterizedTest
  @EnumSource(LayerDropout.Kind.class)
  void everyLayerDropoutTranslatesFromLariat(LayerDropout.Kind kind) {
    for (Framework to : Framework.values()) {
      var line = dropout(Framework.LARIAT, to, kind, 1);
      assertThat(line.from()).startsWith("--layers");
      assertThat(line.to()).isNotBlank();
      assertThat(line.match() == Match.NONE).isEqualTo(to == Framework.SKLEARN || to == Framework.GLMNET);
    }
  }

  @Test
  void whatAFrameworkHasNotIsRefused() {
    assertThatThrownBy(() -> settings(Framework.GLMNET, Kind.ADAM, 0, 0)).hasMessageContaining("no optimizer");
    var withoutRate = new TrainingSettings(Framework.MLX, Optional.of(Rule.of(Kind.ADAM)), Constants.NONE,
        OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), PROBLEM);
    assertThatThrownBy(() -> new Translation(withoutRate, Framework.KERAS)).hasMessageContaining("--lr");
    assertThatThrownBy(() -> Framework.of("caffe")).hasMessageContaining("keras, pytorch");
  }
}
