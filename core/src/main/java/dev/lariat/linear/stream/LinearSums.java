package dev.lariat.linear.stream;

import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The kinds of sums that linear models ask of a table's rows: a machine that has some of the rows makes them anew. */
public enum LinearSums {
  /** Sums and products by fold: all that a gaussian path asks. */
  MOMENTS {
    @Override
    BlockSums<?> read(Dataset specimen, DataInput from) throws IOException {
      return GaussianBlocks.read(LinearRows.read(specimen, from), from);
    }
  },
  /** What scales are learnt from, and a sample of the rows. */
  STATISTICS {
    @Override
    BlockSums<?> read(Dataset specimen, DataInput from) throws IOException {
      return LearningBlocks.read(LinearRows.read(specimen, from), from);
    }
  },
  /** Losses and gradients at many coefficients at once. */
  GRADIENTS {
    @Override
    BlockSums<?> read(Dataset specimen, DataInput from) throws IOException {
      return GradientBlocks.read(LinearRows.read(specimen, from), from);
    }
  };

  abstract BlockSums<?> read(Dataset specimen, DataInput from) throws IOException;

  void write(LinearRows rows, DataOutput to) throws IOException {
    to.writeUTF(name());
    rows.write(to);
  }

  /**
   * The sums that another machine asks for.
   *
   * @param specimen of the table's columns, the same as there
   * @param asked what {@link BlockSums#writeAsked} wrote
   */
  public static BlockSums<?> asked(Dataset specimen, DataInput asked) throws IOException {
    return valueOf(asked.readUTF()).read(specimen, asked);
  }
}
