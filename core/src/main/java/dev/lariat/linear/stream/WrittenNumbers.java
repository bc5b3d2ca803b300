package dev.lariat.linear.stream;

import dev.lariat.data.encoding.PartSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers one behind the other, whose count both sides know. */
final class WrittenNumbers {
  private WrittenNumbers() {}

  static void write(DataOutput to, double... numbers) throws IOException {
    for (double number : numbers) {
      to.writeDouble(number);
    }
  }

  static void write(DataOutput to, double[][] rows) throws IOException {
    for (double[] row : rows) {
      write(to, row);
    }
  }

  static void read(DataInput from, double[] numbers) throws IOException {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.readDouble();
    }
  }

  static void read(DataInput from, double[][] rows) throws IOException {
    for (double[] row : rows) {
      read(from, row);
    }
  }

  static void write(DataOutput to, PartSums.Weights weights) throws IOException {
    to.writeLong(weights.rows());
    write(to, weights.sum(), weights.least(), weights.most());
    to.writeBoolean(weights.whole());
  }

  static PartSums.Weights readWeights(DataInput from) throws IOException {
    return new PartSums.Weights(from.readLong(), from.readDouble(), from.readDouble(), from.readDouble(),
        from.readBoolean());
  }
}
