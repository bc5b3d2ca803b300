package dev.lariat.io.cluster;

import dev.lariat.data.DataException;
import dev.lariat.io.column.UncountedMissingException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What a machine answers that was asked for the sums of a block: the sums, or what went wrong. A failure is an answer
 * too, so that no cluster tries again what fails everywhere.
 */
enum RowAnswer {
  /** The sums. */
  SUMS('S') {
    @Override
    RuntimeException failure(String said) {
      return new IllegalStateException("sums are no failure");
    }
  },
  /** What the data lack. */
  DATA('D') {
    @Override
    RuntimeException failure(String said) {
      return new DataException(said);
    }
  },
  /** Numbers that are none, of which the file did not tell. */
  UNCOUNTED('U') {
    @Override
    RuntimeException failure(String said) {
      return new UncountedMissingException(said);
    }
  },
  /** Why this machine cannot add up the rows. */
  REFUSED('R') {
    @Override
    RuntimeException failure(String said) {
      return new UncheckedIOException(new IOException(said));
    }
  },
  /** A defect, with its trace. */
  DEFECT('X') {
    @Override
    RuntimeException failure(String said) {
      return new IllegalStateException(said);
    }
  };

  private final char code; // the first byte of an answer

  RowAnswer(char code) {
    this.code = code;
  }

  /** Writes sums. */
  interface Written {
    void to(DataOutputStream out) throws IOException;
  }

  abstract RuntimeException failure(String said);

  /** {@return the answer with sums} */
  static byte[] of(Written sums) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(SUMS.code);
    try (var out = new DataOutputStream(bytes)) {
      sums.to(out);
    }
    return bytes.toByteArray();
  }

  /** {@return the answer that says why there are none} */
  byte[] bytes(String said) {
    byte[] text = said.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[text.length + 1];
    bytes[0] = (byte) code;
    System.arraycopy(text, 0, bytes, 1, text.length);
    return bytes;
  }

  static byte[] bytes(RuntimeException failure) {
    return switch (failure) {
      case DataException refused -> DATA.bytes(refused.getMessage());
      case UncountedMissingException uncounted -> UNCOUNTED.bytes(uncounted.getMessage());
      default -> {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        yield DEFECT.bytes(trace.toString());
      }
    };
  }

  /** Throws what an answer says, unless it has sums: those begin behind its first byte. */
  static void requireSums(byte[] answer) {
    RowAnswer kind = Stream.of(values()).filter(known -> known.code == answer[0]).findFirst().orElseThrow();
    if (kind != SUMS) {
      throw kind.failure(new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8));
    }
  }
}
