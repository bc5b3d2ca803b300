package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sums and products of each fold over the rows of a block, and over all blocks. */
final class GaussianBlocks implements BlockSums<GaussianBlocks.Sums> {
  /**
   * Of the largest heap, for sums that are there to stay, a block's, those of one fold's training rows, and a chunk.
   */
  private static final double SHARE = 0.7;
  private static final double GIGA = 1e9;

  private final LinearRows table;
  private final RowRoles roles;
  private final LinearParts parts;
  private final double targetConstant;
  private final Sums total;
  private double[][] values; // [parts][rows of a chunk]
  private FoldSums.Scratch scratch;

  /** What rows add up to. */
  static final class Sums {
    private final RowFolds folds;
    private final List<FoldSums> own = new ArrayList<>(); // by fold
    private long read; // rows that were passed over
    private long number; // of the rows that have a target

    private Sums(RowFolds folds) {
      this.folds = folds;
    }

    List<FoldSums> own() {
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

  GaussianBlocks(LinearRows table, double targetConstant) {
    this.table = table;
    roles = table.roles();
    parts = table.parts();
    this.targetConstant = targetConstant;
    total = new Sums(roles.folds());
  }

  /** Of all blocks that joined. */
  Sums total() {
    return total;
  }

  @Override
  public Sums empty() {
    return new Sums(roles.folds().ofBlock());
  }

  @Override
  public void add(Sums block, Dataset chunk, long first) {
    int n = chunk.rows();
    Column target = chunk.column(roles.target());
    Column weights = roles.weights().map(chunk::column).orElse(null);
    Column offsets = roles.offsets(chunk).stream().findFirst().orElse(null);
    double[] w = new double[n];
    double[] t = new double[n];
    int[] fold = new int[n];
    int[] used = new int[n];
    int count = 0;
    int highest = 0;
    for (int row = 0; row < n; row++) {
      double y = roles.target(target, row, first + row);
      if (Double.isNaN(y)) {
        continue;
      }
      w[row] = RowRoles.weight(weights, row, first + row);
      t[row] = y - RowRoles.offset(offsets, row, first + row) - targetConstant;
      fold[row] = block.folds.fold(chunk, row, first + row);
      highest = Math.max(highest, fold[row]);
      used[count++] = row;
    }
    block.read += n;
    block.number += count;
    if (count == 0) {
      return;
    }
    if (values == null || (values.length > 0 && values[0].length < n)) {
      values = new double[parts.count()][n];
      scratch = new FoldSums.Scratch(parts.count(), n);
    }
    while (block.own.size() <= highest) {
      requireRoom(block.own.size() + 1);
      block.own.add(new FoldSums(parts.count()));
    }
    parts.fill(chunk, values);
    int[] own = new int[count];
    for (int f = 0; f < block.own.size(); f++) {
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (fold[used[i]] == f && w[used[i]] > 0) {
          own[size++] = used[i];
        }
      }
      block.own.get(f).add(values, own, size, w, t, scratch);
    }
  }

  @Override
  public void join(Sums block) {
    total.read += block.read;
    total.number += block.number;
    for (int f = 0; f < block.own.size(); f++) {
      int place = total.folds.place(block.folds, f);
      while (total.own.size() <= place) {
        requireRoom(total.own.size() + 1);
        total.own.add(new FoldSums(parts.count()));
      }
      total.own.get(place).add(block.own.get(f));
    }
  }

  private void requireRoom(int count) {
    // all rows' and a block's, a fold's training rows and their encoding, and the matrices of a chunk and of the fit
    double needed = (2 * count + 8.0) * FoldSums.bytes(parts.count());
    double heap = Runtime.getRuntime().maxMemory();
    if (needed > SHARE * heap) {
      throw new DataException(String.format(Locale.ROOT,
          "%d inputs in %d folds need sums of %.1f GB, and Java may use %.1f GB: leave columns out, use fewer folds,"
              + " or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx…)",
          parts.count(), count, needed / GIGA, heap / GIGA));
    }
  }

  @Override
  public void writeAsked(DataOutput to) throws IOException {
    LinearSums.MOMENTS.write(table, to);
    to.writeDouble(targetConstant);
  }

  static GaussianBlocks read(LinearRows table, DataInput from) throws IOException {
    return new GaussianBlocks(table, from.readDouble());
  }

  @Override
  public void write(Sums block, DataOutput to) throws IOException {
    to.writeLong(block.read);
    to.writeLong(block.number);
    LinearRows.write(block.folds.names(), to);
    to.writeInt(block.own.size());
    for (FoldSums fold : block.own) {
      fold.write(to);
    }
  }

  @Override
  public Sums read(DataInput from) throws IOException {
    Sums block = empty();
    block.read = from.readLong();
    block.number = from.readLong();
    block.folds.take(LinearRows.readNames(from));
    int count = from.readInt();
    for (int f = 0; f < count; f++) {
      block.own.add(FoldSums.read(parts.count(), from));
    }
    return block;
  }
}
