package dev.lariat.linear.stream;

import dev.lariat.data.stream.RowFolds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows add up to in each fold.
 *
 * @param <S> the sums of a fold
 */
final class SumsByFold<S extends SumsByFold.Sums<S>> {
  private final Kind<S> kind;
  private final RowFolds folds;
  private final List<S> own = new ArrayList<>(); // by fold
  private long read; // rows that were passed over
  private long known; // of the rows that have a target

  /** The sums of a fold. */
  interface Sums<S> {
    void add(S other);

    void write(DataOutput to) throws IOException;
  }

  /** How the sums of a fold are made. */
  interface Kind<S> {
    /**
     * The sums of no row.
     *
     * @param folds how many there will be
     */
    S none(int folds);

    S read(DataInput from) throws IOException;
  }

  SumsByFold(Kind<S> kind, RowFolds folds) {
    this.kind = kind;
    this.folds = folds;
  }

  RowFolds folds() {
    return folds;
  }

  /** [folds] */
  List<S> own() {
    return own;
  }

  /** How many rows have a target. */
  long rows() {
    return known;
  }

  /** How many were left out because they have none. */
  long leftOut() {
    return read - known;
  }

  /**
   * Counts rows.
   *
   * @param rows that were passed over
   * @param withTarget how many of them have a target
   */
  void count(long rows, long withTarget) {
    read += rows;
    known += withTarget;
  }

  /** Makes room for folds up to this one. */
  void grow(int highest) {
    while (own.size() <= highest) {
      own.add(kind.none(own.size() + 1));
    }
  }

  /** Adds the sums of other rows, whose folds may have other places. */
  void join(SumsByFold<S> block) {
    count(block.read, block.known);
    for (int fold = 0; fold < block.own.size(); fold++) {
      int place = folds.place(block.folds, fold);
      grow(place);
      own.get(place).add(block.own.get(fold));
    }
  }

  void write(DataOutput to) throws IOException {
    to.writeLong(read);
    to.writeLong(known);
    LinearRows.write(folds.names(), to);
    to.writeInt(own.size());
    for (S fold : own) {
      fold.write(to);
    }
  }

  /** Takes what was written, instead of rows. */
  void read(DataInput from) throws IOException {
    count(from.readLong(), from.readLong());
    folds.take(LinearRows.readNames(from));
    int count = from.readInt();
    for (int fold = 0; fold < count; fold++) {
      own.add(kind.read(from));
    }
  }
}
