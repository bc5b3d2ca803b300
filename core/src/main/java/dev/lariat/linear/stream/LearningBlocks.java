package dev.lariat.linear.stream;

import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What encodings, scales and the first path are learnt from: sums of each fold, and a sample of all rows. */
final class LearningBlocks implements BlockSums<LearningBlocks.Sums> {
  private final FamilyRows table;
  private final long rows;
  private final int most;
  private final SumsByFold<PartStatistics> total;
  private final RowSample sample;

  /** What rows add up to, and those of them that may be in the sample. */
  record Sums(SumsByFold<PartStatistics> byFold, SampledRows sampled) {}

  private final SumsByFold.Kind<PartStatistics> kind = new SumsByFold.Kind<>() {
    @Override
    public PartStatistics none(int folds) {
      return new PartStatistics(table.predictors(), table.parts().count());
    }

    @Override
    public PartStatistics read(DataInput from) throws IOException {
      return PartStatistics.read(table.predictors(), table.parts().count(), from);
    }
  };

  /**
   * Of a table.
   *
   * @param rows that it has
   * @param most of the sample
   */
  LearningBlocks(FamilyRows table, long rows, int most) {
    this.table = table;
    this.rows = rows;
    this.most = most;
    total = new SumsByFold<>(kind, table.roles().folds());
    sample = new RowSample(table.parts().count(), table.predictors(), rows, most);
  }

  /** Of all blocks that joined. */
  SumsByFold<PartStatistics> total() {
    return total;
  }

  RowSample sample() {
    return sample;
  }

  @Override
  public Sums empty() {
    return new Sums(new SumsByFold<>(kind, table.roles().folds().ofBlock()), new SampledRows(table, rows, most));
  }

  @Override
  public void add(Sums block, Dataset chunk, long first) {
    FamilyRows.Rows taken = table.rows(chunk, block.byFold.folds(), first);
    block.byFold.count(chunk.rows(), taken.known());
    double[][] values = table.values(chunk, taken);
    int[] own = new int[taken.count()];
    int highest = Arrays.stream(taken.fold(), 0, taken.count()).max().orElse(-1);
    block.byFold.grow(highest);
    for (int f = 0; f < block.byFold.own().size(); f++) {
      int size = 0;
      for (int i = 0; i < taken.count(); i++) {
        if (taken.fold()[i] == f) {
          own[size++] = i;
        }
      }
      block.byFold.own().get(f).add(values, own, size, taken.w(), taken.y());
    }
    block.sampled.add(values, taken);
  }

  @Override
  public void join(Sums block) {
    total.join(block.byFold);
    block.sampled.offerTo(sample);
  }

  @Override
  public void writeAsked(DataOutput to) throws IOException {
    table.write(LinearSums.STATISTICS, to);
    to.writeLong(rows);
    to.writeInt(most);
  }

  static LearningBlocks read(LinearRows rows, DataInput from) throws IOException {
    return new LearningBlocks(FamilyRows.read(rows, from), from.readLong(), from.readInt());
  }

  @Override
  public void write(Sums block, DataOutput to) throws IOException {
    block.byFold.write(to);
    block.sampled.write(to);
  }

  @Override
  public Sums read(DataInput from) throws IOException {
    Sums block = empty();
    block.byFold.read(from);
    block.sampled.read(from);
    return block;
  }
}
