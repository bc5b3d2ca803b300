package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever follows a study is told of every epoch of a network at work, as its result has it in the end. */
final class EpochsAreToldTest {
  private static Dataset table() {
    var random = new Random(1);
    double[] x = IntStream.range(0, 80).mapToDouble(_ -> random.nextGaussian()).toArray();
    return Dataset
        .of("made",
            List.of(NumericColumn.of("x", x),
                CategoryColumn.of("y", IntStream.range(0, 80).mapToObj(i -> x[i] > 0 ? "yes" : "no").toList())))
        .target("y");
  }

  @Test
  void everyEpochInOrderAndWithItsLosses() {
    Map<Cell, List<double[]>> told = new ConcurrentHashMap<>(); // epoch, training, validation
    var results = new ArrayList<CellResult>();
    Study.of(table())
        .quick()
        .models(ModelKind.NETWORK)
        .regularizers("l2")
        .recipe(r -> r.withHidden(List.of(4)).withEpochs(8))
        .average(1)
        .threads(2)
        .listener(new StudyListener() {
          @Override
          public void cellFinished(CellResult result, Progress progress) {
            if (result.cell().trial().model() == ModelKind.NETWORK) {
              results.add(result);
            }
          }

          @Override
          public void epochFinished(Cell cell, int epoch, double trainingLoss, double validationLoss) {
            told.computeIfAbsent(cell, _ -> new ArrayList<>()).add(new double[]{epoch, trainingLoss, validationLoss});
          }
        })
        .run();
    assertThat(results).isNotEmpty();
    for (CellResult result : results) {
      List<double[]> epochs = told.get(result.cell());
      for (int e = 0; e < result.scores().size(); e++) {
        assertThat(epochs.get(e)).as("%s", result.cell())
            .containsExactly(e + 1, result.scores().get(e).trainLoss(), result.scores().get(e).validationLoss());
      }
    }
  }
}
