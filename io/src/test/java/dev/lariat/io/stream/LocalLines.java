package dev.lariat.io.stream;

import dev.lariat.data.stream.BlockSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;

/** Lines about a block's rows, on this machine alone. */
abstract class LocalLines implements BlockSums<List<String>> {
  @Override
  public List<String> empty() {
    return new ArrayList<>();
  }

  @Override
  public void writeAsked(DataOutput to) {
    throw new AssertionError("nobody asks");
  }

  @Override
  public void write(List<String> block, DataOutput to) {
    throw new AssertionError("nobody asks");
  }

  @Override
  public List<String> read(DataInput from) {
    throw new AssertionError("nobody asks");
  }
}
