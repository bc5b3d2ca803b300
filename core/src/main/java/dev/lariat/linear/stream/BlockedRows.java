package dev.lariat.linear.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.selection.Measure;
import dev.lariat.parallel.Workers;
import java.util.List;

/** Rows of which each has a loss of its own: whatever has them adds them up, block by block. */
final class BlockedRows implements PathRows {
  private final RowSource rows;
  private final FamilyRows table;
  private final List<String> classes;
  private final Measure measure;
  private final Workers workers;
  private final int threads;
  private RowSample sample;

  BlockedRows(RowSource rows, FamilyRows table, List<String> classes, Measure measure, Workers workers, int threads) {
    this.rows = rows;
    this.table = table;
    this.classes = classes;
    this.measure = measure;
    this.workers = workers;
    this.threads = threads;
  }

  @Override
  public SumsByFold<PartStatistics> learn(int most) {
    var blocks = new LearningBlocks(table, rows.rows(), most);
    rows.sum(blocks);
    sample = blocks.sample();
    if (sample.count() > 0) {
      sample.end(table.family(), table.classCount());
    }
    return blocks.total();
  }

  @Override
  public RowSample sample() {
    return sample;
  }

  @Override
  public void requireTargets(PartStatistics of, int without) {
    for (int k = 0; k < classes.size(); k++) {
      boolean none = table.predictors() > 1
          ? !(of.targetMean(k) > 0)
          : k == 0 ? of.leastTarget() > 0 : of.mostTarget() < 1;
      if (none) {
        throw new DataException("class '" + classes.get(k) + "' of '" + table.roles().target() + "' has no row"
            + (table.roles().weights().isPresent() ? " of positive weight" : "")
            + ": a model needs rows of every class");
      }
    }
    if (of.leastTarget() == of.mostTarget()) {
      throw new DataException("the target is the same in every row: there is nothing to model");
    }
  }

  @Override
  public List<RowSums> gradients(List<GradientBlocks.Point> points, boolean distances) {
    var blocks = new GradientBlocks(table, measure, distances, points, workers, threads);
    rows.sum(blocks);
    blocks.total().forEach(sums -> sums.fall = sums.square);
    return blocks.total();
  }
}
