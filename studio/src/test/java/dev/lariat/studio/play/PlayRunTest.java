package dev.lariat.studio.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Dataset;
import dev.lariat.handover.Export;
import dev.lariat.model.BegunTraining;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Penalty;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The playground shows what the trainer trains, and nothing else. */
class PlayRunTest {
  private static final long LONG = Long.MAX_VALUE / 4;

  private static PlaySettings settings(String json) {
    return PlaySettings.of(JsonMapper.shared().readTree(json));
  }

  private static List<Parameter> parameters(PlayFrame frame) {
    return frame.parameters().stream().map(each -> new Parameter(each.name(), each.shape(), each.values())).toList();
  }

  @Test
  void afterHundredStepsTheWeightsAreTheTrainers() {
    Dataset table = ToyTable.MOONS.rows(80, 0.1, 3);
    // All training rows are one batch: an epoch is a step.
    var run = new PlayRun(table, settings("""
        {"hidden": [6, 4], "activation": "tanh", "optimizer": "adam", "rate": 0.02, "batch": 64, "l1": 0.003, "dropout": 0.2,
        "validation": 0.25, "seed": 3}"""));
    run.advance(100, LONG);
    Network network = Network
        .of(Layer.dense(6, Activation.TANH, Penalty.l1(0.003)), Layer.dropout(0.2),
            Layer.dense(4, Activation.TANH, Penalty.l1(0.003)), Layer.dropout(0.2))
        .output(Penalty.l1(0.003));
    var fit = Trainer.of(network)
        .optimizer(Optimizer.adam(0.02))
        .batch(64)
        .epochs(100)
        .validation(0.25)
        .seed(3)
        .train(table);
    assertThat(run.epoch()).isEqualTo(100);
    assertThat(parameters(run.frame())).isEqualTo(fit.model().weights().parameters());
  }

  /** What the trainer itself took out in the last step, for its first rows. */
  @Test
  void masksAreThoseOfTheLastStep() {
    Dataset table = ToyTable.MOONS.rows(80, 0.1, 3);
    PlaySettings settings = settings(
        "{\"hidden\": [6, 4], \"batch\": 35, \"dropout\": 0.5, \"validation\": 0.25, \"seed\": 3}");
    var run = new PlayRun(table, settings);
    assertThat(run.frame().masks()).isEmpty();
    run.advance(7, LONG);
    List<PlayFrame.Mask> masks = run.frame().masks();
    BegunTraining same = settings.trainer().begin(table);
    same.run().advance(7);
    assertThat(masks).hasSize(2);
    for (int layer = 0; layer < 2; layer++) {
      PlayFrame.Mask mask = masks.get(layer);
      assertThat(mask.rows()).isEqualTo(25); // 60 rows learn, in steps of 35
      assertThat(mask.dropped()).hasSize(24);
      boolean[] kept = same.run().keptUnits().get(layer);
      int units = kept.length / 25;
      for (int row = 0; row < 24; row++) {
        for (int unit = 0; unit < units; unit++) {
          assertThat(mask.dropped().get(row).contains(unit)).isNotEqualTo(kept[row * units + unit]);
        }
      }
    }
    assertThat(masks.getFirst().dropped().stream().mapToInt(List::size).sum()).isBetween(36, 108); // of 144
  }

  @Test
  void inPiecesItIsTheSameAsInOne() {
    Dataset table = ToyTable.SPIRAL.rows(60, 0.05, 0);
    PlaySettings settings = settings("{\"hidden\": [8], \"batch\": 10}");
    var whole = new PlayRun(table, settings);
    whole.advance(30, LONG);
    var pieces = new PlayRun(table, settings);
    for (int epoch = 0; epoch <= 30; epoch += 7) {
      pieces.advance(epoch, LONG);
    }
    pieces.advance(30, LONG);
    assertThat(parameters(pieces.frame())).isEqualTo(parameters(whole.frame()));
    assertThat(pieces.frame().surface()).isEqualTo(whole.frame().surface());
  }

  @Test
  void aStrongerPenaltyMakesWeightsExactlyZero() {
    Dataset table = ToyTable.CIRCLE.rows(100, 0.1, 1);
    long[] zeros = Arrays.stream(new double[]{0, 0.01, 0.1, 1}).mapToLong(lambda -> {
      var run = new PlayRun(table, settings("{\"hidden\": [8, 8], \"l1\": " + lambda + "}"));
      run.advance(40, LONG);
      return run.frame().zeros();
    }).toArray();
    assertThat(zeros[0]).isZero();
    assertThat(zeros[1]).isPositive();
    assertThat(zeros).isSorted();
    assertThat(zeros[3]).isEqualTo(2 * 8 + 8 * 8 + 8 * 2);
  }

  @ParameterizedTest
  @EnumSource(ToyTable.class)
  void everyToyIsLearntAndDrawn(ToyTable toy) {
    var run = new PlayRun(toy.rows(100, 0.02, 0), settings("{\"hidden\": [16, 16], \"rate\": 0.03}"));
    run.advance(120, LONG);
    PlayFrame frame = run.frame();
    assertThat(frame.training().getLast()).as("log-loss, that of guessing is 0.69").isLessThan(0.35);
    assertThat(frame.surface()).hasSize(PlayRun.GRID * PlayRun.GRID).contains(0, 255);
    assertThat(run.board().points()).hasSize(100);
    assertThat(run.board().points().stream().filter(PlayRun.Point::judged)).hasSize(50);
  }

  @Test
  void theSurfaceIsWhatTheModelPredicts() {
    Dataset table = ToyTable.XOR.rows(100, 0, 0);
    var run = new PlayRun(table, settings("{\"hidden\": [8]}"));
    run.advance(60, LONG);
    PlayRun.Board board = run.board();
    int[] surface = run.frame().surface();
    int right = 0;
    for (PlayRun.Point point : board.points()) {
      int column = (int) ((point.x() - board.x().low()) / (board.x().high() - board.x().low()) * PlayRun.GRID);
      int row = (int) ((board.y().high() - point.y()) / (board.y().high() - board.y().low()) * PlayRun.GRID);
      right += (surface[row * PlayRun.GRID + column] > 127 ? 1 : 0) == point.shade() ? 1 : 0;
    }
    assertThat(right).isGreaterThan(90);
  }

  @Test
  void theCodeTrainsToThisEpoch() {
    var run = new PlayRun(ToyTable.CLOUDS.rows(40, 0, 0), settings("{\"hidden\": [4], \"l2\": 0.01}"));
    run.advance(7, LONG);
    assertThat(run.code(Export.KERAS)).contains("7").contains("L2(");
    for (Export export : List.of(Export.PYTORCH, Export.MLX, Export.JAVA)) {
      assertThat(run.code(export)).contains("7");
    }
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> settings("{\"hidden\": [99]}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings("{\"activation\": \"none\"}")).hasMessageContaining("there is no 'none'");
    assertThatThrownBy(() -> settings("{\"optimizer\": \"x\"}").trainer()).hasMessageContaining("no optimizer 'x'");
    assertThatThrownBy(() -> settings("{\"l1\": -1}").trainer()).isInstanceOf(IllegalArgumentException.class);
  }
}
