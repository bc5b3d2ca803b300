package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.solver.moments.SummedProblem;
import java.util.List;

/** One pass over a table: the sums of each fold. */
final class GaussianSums {
  private final RowRoles roles;
  private final LinearParts parts;
  private final SumsByFold<FoldSums> total;
  private double targetConstant;

  GaussianSums(RowSource rows, RowRoles roles, boolean intercept) {
    this.roles = roles;
    LinearRows table = LinearRows.of(rows.specimen(), roles);
    parts = table.parts();
    if (parts.count() > SummedProblem.MOST_FEATURES) {
      throw new DataException(rows.specimen().name() + " has " + parts.count()
          + " inputs, levels of categories counted: a streamed gaussian path takes at most "
          + SummedProblem.MOST_FEATURES + "; leave columns out with --drop");
    }
    var before = new long[1];
    rows.first(chunk -> {
      before[0] += chunk.rows();
      return begin(chunk, intercept, before[0] - chunk.rows());
    });
    var blocks = new GaussianBlocks(table, targetConstant);
    rows.sum(blocks);
    total = blocks.total();
    if (total.rows() == 0) {
      throw new DataException("target '" + roles.target() + "': every value is missing");
    }
  }

  /** Constants near the means, so that squares do not cancel; {@return whether a row has a target} */
  private boolean begin(Dataset chunk, boolean intercept, long first) {
    Column target = chunk.column(roles.target());
    Column offsets = roles.offsets(chunk).stream().findFirst().orElse(null);
    double sum = 0;
    int count = 0;
    for (int row = 0; row < chunk.rows(); row++) {
      double y = roles.target(target, row, first + row);
      if (!Double.isNaN(y)) {
        sum += y - RowRoles.offset(offsets, row, first + row);
        count++;
      }
    }
    if (count > 0) {
      parts.center(chunk);
      targetConstant = intercept && Double.isFinite(sum) ? sum / count : 0;
    }
    return count > 0;
  }

  LinearParts parts() {
    return parts;
  }

  List<FoldSums> folds() {
    return total.own();
  }

  double targetConstant() {
    return targetConstant;
  }

  /** How many rows have a target. */
  long rows() {
    return total.rows();
  }

  /** How many were left out because they have none. */
  long leftOut() {
    return total.leftOut();
  }
}
