package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.kernel.Kernels;
import dev.lariat.loss.Loss;
import dev.lariat.net.Mixing;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.pass.Batch;
import dev.lariat.net.pass.Mixer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to images before a step: moved, covered, or a box of another one put in. */
class MixedImagesTest {
  private static final Shape.Image IMAGE = new Shape.Image(5, 8, 2);
  private static final int ROWS = 6;

  /** Number i of row r is 1000·(r + 1) + i: no two are alike. */
  private static float[] inputs() {
    float[] inputs = new float[ROWS * IMAGE.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = 1000 * (i / IMAGE.size() + 1) + i % IMAGE.size();
    }
    return inputs;
  }

  /** The batch of a step; its rows are in their own order. */
  private static float[] changed(Mixer mixer, int step, boolean targetsMixed) {
    var batch = new Batch(TrainingRows.of(inputs(), IMAGE.size(), new float[ROWS]), ROWS, false, Kernels.best());
    int[] order = IntStream.range(0, ROWS).toArray();
    batch.gather(order, 0, ROWS);
    assertThat(mixer.mix(batch, order, 0, ROWS, 1, step)).isEqualTo(targetsMixed);
    float[] values = new float[ROWS * IMAGE.size()];
    batch.copy(values);
    return values;
  }

  private static Mixer mixer(Mixing.Form form, double strength) {
    return new Mixer(new Mixing(form, strength), 3, 0, ROWS, null, new boolean[IMAGE.size()], 1, Optional.of(IMAGE));
  }

  private static int at(int line, int pixel, int channel) {
    return (line * IMAGE.width() + pixel) * IMAGE.channels() + channel;
  }

  @Test
  void aShiftMovesEachImageByWholePixelsAndRepeatsTheEdge() {
    Mixer mixer = mixer(Mixing.Form.SHIFT, 0.25); // by up to 1 line and 2 pixels
    Set<String> moves = new HashSet<>();
    for (int step = 0; step < 60; step++) {
      float[] values = changed(mixer, step, false);
      for (int r = 0; r < ROWS; r++) {
        int row = r;
        // The middle says by how much; all others must agree.
        int middle = (int) values[row * IMAGE.size() + at(2, 4, 0)] - 1000 * (row + 1);
        int down = 2 - middle / (IMAGE.width() * IMAGE.channels());
        int right = 4 - middle / IMAGE.channels() % IMAGE.width();
        moves.add(down + " " + right);
        for (int line = 0; line < IMAGE.height(); line++) {
          for (int pixel = 0; pixel < IMAGE.width(); pixel++) {
            for (int channel = 0; channel < IMAGE.channels(); channel++) {
              int from = at(Math.clamp(line - down, 0, 4), Math.clamp(pixel - right, 0, 7), channel);
              assertThat(values[row * IMAGE.size() + at(line, pixel, channel)]).isEqualTo(1000 * (row + 1) + from);
            }
          }
        }
      }
    }
    assertThat(moves).hasSize(3 * 5);
  }

  @Test
  void cutoutCoversABoxOfEachImage() {
    Mixer mixer = mixer(Mixing.Form.CUTOUT, 0.25); // half of each side: 2 lines of 4 pixels
    float[] before = inputs();
    Set<Integer> places = new HashSet<>();
    for (int step = 0; step < 60; step++) {
      float[] values = changed(mixer, step, false);
      for (int r = 0; r < ROWS; r++) {
        int row = r;
        int[] covered = IntStream.range(0, IMAGE.size())
            .filter(i -> values[row * IMAGE.size() + i] != before[row * IMAGE.size() + i])
            .toArray();
        places.add(covered[0]);
        assertThat(covered).containsExactly(box(covered[0], 2, 4));
        assertThat(IntStream.of(covered)).allSatisfy(i -> assertThat(values[row * IMAGE.size() + i]).isZero());
      }
    }
    assertThat(places).hasSize(4 * 5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLIP", "FLIP_VERTICAL"})
  void aFlipMirrorsAboutSoManyImagesAndNothingElse(Mixing.Form form) {
    Mixer mixer = mixer(form, 0.25);
    float[] before = inputs();
    int mirrored = 0;
    for (int step = 0; step < 200; step++) {
      float[] values = changed(mixer, step, false);
      for (int r = 0; r < ROWS; r++) {
        int row = r * IMAGE.size();
        boolean other = values[row] != before[row];
        mirrored += other ? 1 : 0;
        for (int line = 0; line < IMAGE.height(); line++) {
          for (int pixel = 0; pixel < IMAGE.width(); pixel++) {
            for (int channel = 0; channel < IMAGE.channels(); channel++) {
              int from = !other
                  ? at(line, pixel, channel)
                  : form == Mixing.Form.FLIP
                      ? at(line, IMAGE.width() - 1 - pixel, channel)
                      : at(IMAGE.height() - 1 - line, pixel, channel);
              assertThat(values[row + at(line, pixel, channel)]).isEqualTo(before[row + from]);
            }
          }
        }
      }
    }
    // Of n images a share of 0.25, within four standard deviations.
    double n = 200.0 * ROWS;
    assertThat(mirrored / n).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / n)));
  }

  private static int[] box(int first, int lines, int pixels) {
    return IntStream.range(0, lines)
        .flatMap(line -> IntStream.range(0, pixels * IMAGE.channels())
            .map(i -> first + line * IMAGE.width() * IMAGE.channels() + i))
        .toArray();
  }

  @Test
  void cutmixPutsABoxOfThePartnerIntoEachImage() {
    Mixer mixer = mixer(Mixing.Form.CUTMIX, 1);
    Set<Float> shares = new HashSet<>();
    for (int step = 0; step < 60; step++) {
      float[] values = changed(mixer, step, true);
      shares.add(mixer.share());
      for (int r = 0; r < ROWS; r++) {
        int row = r;
        int partner = mixer.partners()[row];
        int[] taken = IntStream.range(0, IMAGE.size())
            .filter(i -> values[row * IMAGE.size() + i] == 1000 * (partner + 1) + i)
            .toArray();
        if (partner != row) {
          assertThat(taken.length / (float) IMAGE.size()).isEqualTo(mixer.share());
          int lines = (int) IntStream.of(taken).map(i -> i / 16).distinct().count();
          assertThat(taken).containsExactly(box(taken[0], lines, taken.length / lines / 2));
        }
      }
    }
    assertThat(shares).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHIFT", "CUTOUT", "FLIP", "FLIP_VERTICAL"})
  void tablesAreNotMoved(Mixing.Form form) {
    TrainingPlan plan = TrainingPlan.of(Network.of(Layer.dense(3)), Loss.softmaxCrossEntropy());
    assertThatThrownBy(() -> plan.withMixing(new Mixing(form, 0.1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(form.word() + " is for images");
    assertThatThrownBy(() -> new Mixing(form, 0.95)).isInstanceOf(IllegalArgumentException.class);
  }
}
