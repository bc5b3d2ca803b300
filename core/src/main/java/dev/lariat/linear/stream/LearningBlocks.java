package dev.lariat.linear.stream;

import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowFolds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What encodings, scales and the first path are learnt from: sums of each fold, and a sample of all rows. */
final class LearningBlocks implements BlockSums<LearningBlocks.Sums> {
  private final FamilyRows table;
  private final long rows;
  private final int most;
  private final Sums total;
  private final RowSample sample;

  /** What rows add up to, and those of them that may be in the sample. */
  static final class Sums {
    private final RowFolds folds;
    private final List<PartStatistics> own = new ArrayList<>(); // by fold
    private final SampledRows sampled;
    private long read;
    private long number;

    private Sums(RowFolds folds, SampledRows sampled) {
      this.folds = folds;
      this.sampled = sampled;
    }

    List<PartStatistics> own() {
      return own;
    }

    /** How many rows have a target. */
    long rows() {
      return number;
    }

    /** How many were left out because they have none. */
    long leftOut() {
      return read - number;
    }
  }

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
    total = new Sums(table.roles().folds(), new SampledRows(table, rows, 0));
    sample = new RowSample(table.parts().count(), table.predictors(), rows, most);
  }

  /** Of all blocks that joined. */
  Sums total() {
    return total;
  }

  RowSample sample() {
    return sample;
  }

  @Override
  public Sums empty() {
    return new Sums(table.roles().folds().ofBlock(), new SampledRows(table, rows, most));
  }

  @Override
  public void add(Sums block, Dataset chunk, long first) {
    FamilyRows.Rows taken = table.rows(chunk, block.folds, first);
    block.read += chunk.rows();
    block.number += taken.known();
    double[][] values = table.values(chunk, taken);
    int[] own = new int[taken.count()];
    int highest = Arrays.stream(taken.fold(), 0, taken.count()).max().orElse(-1);
    while (block.own.size() <= highest) {
      block.own.add(new PartStatistics(table.predictors(), table.parts().count()));
    }
    for (int f = 0; f < block.own.size(); f++) {
      int size = 0;
      for (int i = 0; i < taken.count(); i++) {
        if (taken.fold()[i] == f) {
          own[size++] = i;
        }
      }
      block.own.get(f).add(values, own, size, taken.w(), taken.y());
    }
    block.sampled.add(values, taken);
  }

  @Override
  public void join(Sums block) {
    total.read += block.read;
    total.number += block.number;
    for (int f = 0; f < block.own.size(); f++) {
      int place = total.folds.place(block.folds, f);
      while (total.own.size() <= place) {
        total.own.add(new PartStatistics(table.predictors(), table.parts().count()));
      }
      total.own.get(place).add(block.own.get(f));
    }
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
    to.writeLong(block.read);
    to.writeLong(block.number);
    LinearRows.write(block.folds.names(), to);
    to.writeInt(block.own.size());
    for (PartStatistics fold : block.own) {
      fold.write(to);
    }
    block.sampled.write(to);
  }

  @Override
  public Sums read(DataInput from) throws IOException {
    Sums block = empty();
    block.read = from.readLong();
    block.number = from.readLong();
    block.folds.take(LinearRows.readNames(from));
    int count = from.readInt();
    for (int f = 0; f < count; f++) {
      block.own.add(PartStatistics.read(table.predictors(), table.parts().count(), from));
    }
    block.sampled.read(from);
    return block;
  }
}
