package dev.lariat.study.evidence;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.globalMax;
import static dev.lariat.net.layer.Layer.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.model.Model;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What networks of convolutions look at, against what their models predict of changed tables. */
class MapChangesTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 4;
  private static final int ROWS = 60;
  private static final double NUDGE = 0.01;

  private final double[][] pixels = new double[HEIGHT * WIDTH][ROWS];
  private final Dataset data = lines();

  /** A bright line in noise, which lies across or upright. */
  private Dataset lines() {
    var random = new SplittableRandom(4);
    String[] labels = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      boolean across = random.nextBoolean();
      labels[row] = across ? "across" : "upright";
      int place = random.nextInt(WIDTH);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i][row] = random.nextGaussian() + ((across ? i / WIDTH : i % WIDTH) == place ? 4 : 0);
      }
    }
    var columns = new ArrayList<Column>();
    for (int i = 0; i < pixels.length; i++) {
      columns.add(NumericColumn.of("p" + i, pixels[i]));
    }
    columns.add(CategoryColumn.of("line", List.of(labels)));
    return Dataset.of("lines", columns).target("line");
  }

  private Model trained(Network network) {
    return Trainer.of(network).epochs(10).batch(8).seed(2).train(data).model();
  }

  @Test
  void whatCountsIsWhatTheModelPredictsOfACoveredImage() {
    Model model = trained(Network.of(image(HEIGHT, WIDTH, 1), conv(3, 3, RELU), globalMax()));
    MapEvidence maps = MapChanges.of(model, data, new int[0], List.of()).orElseThrow();
    assertThat(maps.patch()).isEqualTo(1);
    assertThat(maps.rows()).hasSize(2);
    double mean = Arrays.stream(pixels).flatMapToDouble(Arrays::stream).average().orElseThrow();
    for (MapEvidence.Row row : maps.rows()) {
      int at = row.number() - 1;
      assertThat(row.truth()).isEqualTo(data.column("line").text(at));
      double[] whole = model.predict(data.select(new int[]{at}));
      int best = whole[0] > whole[1] ? 0 : 1;
      assertThat(row.predicted()).isEqualTo(model.target().classes().get(best));
      double[] changes = new double[pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        Dataset covered = data.select(new int[]{at}).with(NumericColumn.of("p" + i, mean));
        double[] after = model.predict(covered);
        changes[i] = StrictMath.log(whole[best] / whole[1 - best]) - StrictMath.log(after[best] / after[1 - best]);
      }
      assertThat(row.largest()).isCloseTo(Arrays.stream(changes).map(Math::abs).max().orElseThrow(), within(1e-3));
      for (int i = 0; i < pixels.length; i++) {
        assertThat(row.change().get(i) * row.largest() / 100).isCloseTo(changes[i],
            within(0.006 * row.largest() + 1e-3));
      }
      assertThat(row.gradient()).hasSize(pixels.length).anySatisfy(p -> assertThat(Math.abs(p)).isEqualTo(100));
      // A hundredth of the way to the mean, a hundredth of the product.
      for (int i = 0; i < pixels.length; i++) {
        Dataset nearer = data.select(new int[]{at})
            .with(NumericColumn.of("p" + i, pixels[i][at] - NUDGE * (pixels[i][at] - mean)));
        double[] after = model.predict(nearer);
        double fall = StrictMath.log(whole[best] / whole[1 - best]) - StrictMath.log(after[best] / after[1 - best]);
        assertThat(row.gradient().get(i) * row.largestProduct() / 100).isCloseTo(fall / NUDGE,
            within(0.006 * row.largestProduct() + 1e-2));
      }
      double darkest = Arrays.stream(pixels).mapToDouble(pixel -> pixel[at]).min().orElseThrow();
      double brightest = Arrays.stream(pixels).mapToDouble(pixel -> pixel[at]).max().orElseThrow();
      assertThat((double) row.image().get(7)).isCloseTo(100 * (pixels[7][at] - darkest) / (brightest - darkest),
          within(0.51));
      assertThat(row.maps()).hasSize(3).allSatisfy(map -> assertThat(map).hasSize(pixels.length).contains(0));
    }
    assertThat(maps.filters().all()).isEqualTo(3);
    assertThat(maps.filters().units()).hasSize(3)
        .allSatisfy(
            unit -> assertThat(unit.percent()).hasSize(9).anySatisfy(p -> assertThat(Math.abs(p)).isEqualTo(100)));
  }

  @Test
  void otherModelsHaveNoMaps() {
    assertThat(MapChanges.of(trained(Network.of(dense(3, RELU))), data, new int[0], List.of())).isEmpty();
  }
}
