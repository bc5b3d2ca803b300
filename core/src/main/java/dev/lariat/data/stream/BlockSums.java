package dev.lariat.data.stream;

import dev.lariat.data.Dataset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a pass adds up. A block is some rows that lie together, always the same ones: its sums are computed from its
 * rows alone, by whoever has them, and join in the order of the blocks. So the bits depend on neither threads nor
 * machines.
 *
 * @param <S> the sums of a block
 */
public interface BlockSums<S> {
  /** {@return the sums of no row} */
  S empty();

  /**
   * Adds the next rows of a block.
   *
   * @param first the number of the first one in the table, from 0
   */
  void add(S block, Dataset rows, long first);

  /** Takes the sums of the next block. */
  void join(S block);

  /** Writes all that another machine needs to compute sums of blocks. */
  void writeAsked(DataOutput to) throws IOException;

  /** Writes the sums of a block. */
  void write(S block, DataOutput to) throws IOException;

  /** {@return the sums of a block as they were written} */
  S read(DataInput from) throws IOException;
}
