package dev.lariat.io.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The checksums of a file, piece by piece: who reads a part of it can tell whether that part is the same.
 *
 * @param bytes that the file has
 * @param sums CRC-32C of each piece
 */
record FilePieces(long bytes, List<Long> sums) {
  private static final int PIECE = 1 << 22;

  /** @throws UncheckedIOException if it cannot be read */
  static FilePieces of(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = channel.size();
      var sums = new ArrayList<Long>();
      ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
      for (long at = 0; at < bytes; at += PIECE) {
        sums.add(sum(channel, at, buffer));
      }
      return new FilePieces(bytes, sums);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static long sum(FileChannel channel, long at, ByteBuffer buffer) throws IOException {
    buffer.clear();
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // Until the piece is full, or the file ends.
    }
    var sum = new CRC32C();
    sum.update(buffer.flip());
    return sum.getValue();
  }

  /**
   * Whether a part of another file is the same.
   *
   * @param known the pieces that are known to be, and then those that this call has read, too
   */
  boolean areOf(Path file, long from, long to, BitSet known) {
    int first = (int) (from / PIECE);
    int end = (int) Math.min(sums.size(), (to + PIECE - 1) / PIECE);
    synchronized (known) {
      if (known.nextClearBit(first) >= end) {
        return true;
      }
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != bytes) {
        return false;
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
      for (int piece = first; piece < end; piece++) {
        if (sum(channel, (long) piece * PIECE, buffer) != sums.get(piece)) {
          return false;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    synchronized (known) {
      known.set(first, end);
    }
    return true;
  }
}
