package dev.lariat.io.table;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;

/** Bytes of a file, counted while they are read. */
final class CountedBytes extends FilterInputStream {
  private final LongAdder read;

  CountedBytes(InputStream in, LongAdder read) {
    super(in);
    this.read = read;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    read.add(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = super.read(to, offset, length);
    read.add(Math.max(0, count));
    return count;
  }
}
