package dev.lariat.io.stream;

/** Follows passes over files. */
@FunctionalInterface
public interface PassProgress {
  /**
   * Some rows more were read.
   *
   * @param pass the pass's number, from 1
   * @param bytes read in this pass
   * @param all that the files have
   */
  void read(int pass, long bytes, long all);
}
