package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.RowRoles;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/** Sums and products of each fold over the rows of a block, and over all blocks. */
final class GaussianBlocks implements BlockSums<SumsByFold<FoldSums>> {
  /**
   * Of the largest heap, for sums that are there to stay, a block's, those of one fold's training rows, and a chunk.
   */
  private static final double SHARE = 0.7;
  private static final double GIGA = 1e9;

  private final LinearRows table;
  private final RowRoles roles;
  private final LinearParts parts;
  private final double targetConstant;
  private final SumsByFold<FoldSums> total;
  private double[][] values; // [parts][rows of a chunk]
  private FoldSums.Scratch scratch;

  private final SumsByFold.Kind<FoldSums> kind = new SumsByFold.Kind<>() {
    @Override
    public FoldSums none(int folds) {
      requireRoom(folds);
      return new FoldSums(parts.count());
    }

    @Override
    public FoldSums read(DataInput from) throws IOException {
      return FoldSums.read(parts.count(), from);
    }
  };

  GaussianBlocks(LinearRows table, double targetConstant) {
    this.table = table;
    roles = table.roles();
    parts = table.parts();
    this.targetConstant = targetConstant;
    total = new SumsByFold<>(kind, roles.folds());
  }

  /** Of all blocks that joined. */
  SumsByFold<FoldSums> total() {
    return total;
  }

  @Override
  public SumsByFold<FoldSums> empty() {
    return new SumsByFold<>(kind, roles.folds().ofBlock());
  }

  @Override
  public void add(SumsByFold<FoldSums> block, Dataset chunk, long first) {
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
      fold[row] = block.folds().fold(chunk, row, first + row);
      highest = Math.max(highest, fold[row]);
      used[count++] = row;
    }
    block.count(n, count);
    if (count == 0) {
      return;
    }
    if (values == null || (values.length > 0 && values[0].length < n)) {
      values = new double[parts.count()][n];
      scratch = new FoldSums.Scratch(parts.count(), n);
    }
    block.grow(highest);
    parts.fill(chunk, values);
    int[] own = new int[count];
    for (int f = 0; f < block.own().size(); f++) {
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (fold[used[i]] == f && w[used[i]] > 0) {
          own[size++] = used[i];
        }
      }
      block.own().get(f).add(values, own, size, w, t, scratch);
    }
  }

  @Override
  public void join(SumsByFold<FoldSums> block) {
    total.join(block);
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
  public void write(SumsByFold<FoldSums> block, DataOutput to) throws IOException {
    block.write(to);
  }

  @Override
  public SumsByFold<FoldSums> read(DataInput from) throws IOException {
    SumsByFold<FoldSums> block = empty();
    block.read(from);
    return block;
  }
}
