package dev.lariat.io.table;

import dev.lariat.data.Dataset;

/** A table read a number of rows at a time. */
interface Chunks extends AutoCloseable {
  /** The next rows, null after the last. */
  Dataset next();

  @Override
  void close();
}
