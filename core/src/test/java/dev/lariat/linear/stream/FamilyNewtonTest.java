package dev.lariat.linear.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyNewtonTest {
  private static final double[] X = {1, 2, 4, 8};

  private static FamilyProblem problem(int fold) {
    var parts = new LinearParts(Dataset.of("t", List.of(new NumericColumn("x", X))));
    var rows = new PartStatistics(1, parts.count());
    rows.add(new double[][]{X}, new int[]{0, 1, 2, 3}, 4, new double[]{1, 1, 1, 1}, new double[]{3, 1, 0, 2});
    var encoded = new EncodedFold(parts, rows, PathOptions.DEFAULT, _ -> LinearPenalty.lasso());
    var problem = new FamilyProblem(encoded, fold, 0.5, new double[1], new double[encoded.width()], parts.count());
    problem.sums = new RowSums(1, parts.count());
    return problem;
  }

  private static FamilyNewton newton() {
    var newton = new FamilyNewton(Family.gamma(), PathOptions.DEFAULT);
    newton.nullLoss(1);
    return newton;
  }

  @Test
  void aLossThatIsNoNumberAtAProblemsFirstPassIsRefused() {
    FamilyProblem ofAll = problem(-1);
    ofAll.sums.loss = Double.NaN;
    assertThatThrownBy(() -> newton().judge(ofAll)).isInstanceOf(DataException.class)
        .hasMessage("the loss is not a number where the path begins, at λ 0.5: the target, the offset or a column has"
            + " numbers that are too large; divide them by a constant");
    FamilyProblem ofFold = problem(1);
    ofFold.sums.loss = Double.NaN;
    assertThatThrownBy(() -> newton().judge(ofFold)).isInstanceOf(DataException.class)
        .hasMessageStartingWith("without fold 2: the loss is not a number");
  }

  @Test
  void aLaterOneIsAStepThatWentTooFar() {
    FamilyProblem problem = problem(-1);
    problem.sums.loss = 4;
    newton().judge(problem);
    problem.move(new double[1], new double[]{2});
    problem.sums.loss = Double.NaN;
    newton().judge(problem);
    assertThat(problem.halved).isTrue();
    assertThat(problem.b).containsExactly(1);
  }
}
