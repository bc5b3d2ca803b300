package dev.lariat.io.stream;

import dev.lariat.data.stream.BlockSums;

/** Rows of which blocks can be added up, by their numbers. */
public interface BlockRows {
  /** {@return the sums of a block} */
  <S> S sum(BlockSums<S> sums, int number);
}
