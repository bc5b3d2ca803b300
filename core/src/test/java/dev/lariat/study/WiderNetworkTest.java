package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.model.NetworkModel;
import dev.lariat.net.layer.Dense;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkForm;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network that is too small gives way to a wider one. */
class WiderNetworkTest {
  private static final int ROWS = 300;

  /** The sum of three absolute values: a unit of ReLU makes half of one, so six are enough, and three are not. */
  private static Dataset folded() {
    var random = new Random(5);
    double[][] x = new double[3][ROWS];
    double[] y = new double[ROWS];
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < ROWS; i++) {
        x[j][i] = random.nextGaussian();
        y[i] += Math.abs(x[j][i]);
      }
      columns.add(new NumericColumn("x" + j, x[j]));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("folded", columns).target("y", Task.REGRESSION);
  }

  @Test
  void whereTheNetworkUnderfitsOneOfTwiceTheWidthIsUsed() {
    Study study = Study.of(folded())
        .quick()
        .threads(2)
        .regularizers("l2")
        .models(ModelKind.NETWORK)
        .average(1)
        .recipe(r -> r.withHidden(List.of(3)).withEpochs(40).withLearningRate(0.02));
    StudyResult result = study.run();
    Verdict verdict = result.verdict();
    assertThat(verdict.diagnosis().state()).isEqualTo(Diagnosis.State.UNDERFITS);
    assertThat(verdict.candidates()).extracting(CandidateSummary::regularizer)
        .contains("none-of-twice-the-width", "l2-of-twice-the-width");
    assertThat(verdict.use().trial().form()).isEqualTo(NetworkForm.OF_TWICE_THE_WIDTH);
    assertThat(verdict.use().reasons())
        .anySatisfy(reason -> assertThat(reason).startsWith("The network was too small"));
    assertThat(verdict.proven().choice().trial().form()).isEqualTo(NetworkForm.AS_PLANNED);
    assertThat(((NetworkModel) result.model()).plan().network().layers().getFirst()).isInstanceOfSatisfying(Dense.class,
        dense -> assertThat(dense.units()).isEqualTo(6));
  }
}
