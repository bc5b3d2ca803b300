package dev.lariat.io.table;

import dev.lariat.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A table's file: its bytes, unpacked if they are gzipped, and what its first bytes tell. */
final class Source {
  /** How many bytes from the start are looked at to see what the file is. */
  private static final int HEAD = 4096;

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Path bytes; // the path, or the copy of a pipe, which can be read only once
  private final byte[] head;
  private final boolean gzip;

  /**
   * Looks at the file's start.
   *
   * @throws UncheckedIOException if it is not there or cannot be read
   * @throws DataException if it is empty or a broken gzip
   */
  Source(Path path) {
    this.path = path;
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, not a table");
    }
    byte[] raw;
    bytes = Files.exists(path) && !Files.isRegularFile(path) ? copy(path) : path;
    try (InputStream in = Files.newInputStream(bytes)) {
      raw = in.readNBytes(2);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    gzip = raw.length == 2 && (raw[0] & 0xFF) == 0x1F && (raw[1] & 0xFF) == 0x8B;
    try (InputStream in = open()) {
      head = in.readNBytes(HEAD);
    } catch (IOException e) {
      throw failure(e);
    }
    // Nothing but blanks and ends of lines is no table either.
    if (head.length == 0 || (head.length < HEAD && new String(head, StandardCharsets.UTF_8).isBlank())) {
      throw new DataException(path + " is empty");
    }
  }

  /** The path that was given, for messages. */
  Path path() {
    return path;
  }

  /** Where the bytes can be read, more than once. */
  Path bytes() {
    return bytes;
  }

  private static Path copy(Path pipe) {
    try (InputStream in = Files.newInputStream(pipe)) {
      Path copy = Files.createTempFile("lariat", ".table");
      copy.toFile().deleteOnExit();
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw unreadable(pipe, e);
    }
  }

  /** How many bytes the file has. */
  long length() {
    try {
      return Files.size(bytes);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** About how many bytes the file has when it is unpacked: gzip says so at its end, modulo 2³². */
  long unpackedLength() {
    if (!gzip) {
      return length();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(bytes)) {
      ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(Math.max(0, channel.size() - Integer.BYTES));
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // Four bytes mostly come at once.
      }
      long told = Integer.toUnsignedLong(end.flip().getInt());
      return Math.max(told, channel.size());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The file's name, as messages call it. */
  String name() {
    return path.getFileName().toString();
  }

  /** Whether the file is gzipped. */
  boolean isPacked() {
    return gzip;
  }

  /** The first bytes, unpacked; not to be modified. */
  byte[] head() {
    return head;
  }

  /** The bytes, unpacked. */
  InputStream open() throws IOException {
    return open(Files.newInputStream(bytes));
  }

  private InputStream open(InputStream in) throws IOException {
    if (!gzip) {
      return in;
    }
    try {
      return new GZIPInputStream(new BufferedInputStream(in, BUFFER), BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The characters, without a byte-order mark; malformed bytes are an error. */
  Reader reader(Charset charset) throws IOException {
    return reader(charset, open());
  }

  /**
   * The characters behind the first lines.
   *
   * @param read is added the bytes that were read of the file, packed ones if it is gzipped
   */
  Reader reader(Charset charset, int skippedLines, LongAdder read) throws IOException {
    return behind(skippedLines, reader(charset, open(new CountedBytes(Files.newInputStream(bytes), read))));
  }

  private Reader reader(Charset charset, InputStream in) throws IOException {
    in.skipNBytes(markLength());
    return decoded(charset, in);
  }

  private static Reader decoded(Charset charset, InputStream in) {
    return new InputStreamReader(in,
        charset.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** The characters of some of the bytes, of a file that {@link #canBeCut}. */
  Reader reader(Charset charset, RowGroups.Group first, RowGroups.Group last) throws IOException {
    InputStream in = Files.newInputStream(bytes);
    try {
      in.skipNBytes(first.start());
      return decoded(charset, new FirstBytes(in, last.end() - first.start()));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** {@return whether lines can be found and read without what is before them} */
  boolean canBeCut() {
    return !gzip && bytes.equals(path) && charset().equals(StandardCharsets.UTF_8);
  }

  /**
   * The groups of rows that begin with these lines.
   *
   * @param rows of each group
   * @param lines the first one of each, from 1, in order
   */
  List<RowGroups.Group> groups(List<Integer> rows, List<Long> lines) {
    long[] starts = new long[lines.size() + 1];
    int found = 0;
    long line = 1;
    long at = 0;
    boolean returned = false; // whether the last byte was a carriage return, which ends a line unless \n follows
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open()) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++, at++) {
          if (returned && buffer[i] != '\n') {
            line++;
          }
          while (found < lines.size() && lines.get(found) <= line && !(returned && buffer[i] == '\n')) {
            starts[found++] = Math.max(at, markLength());
          }
          returned = buffer[i] == '\r';
          line += buffer[i] == '\n' ? 1 : 0;
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    if (found < lines.size()) {
      throw new DataException(path + " changed while it was read: it ends before line " + lines.get(found));
    }
    starts[found] = at;
    var groups = new ArrayList<RowGroups.Group>();
    for (int group = 0; group < lines.size(); group++) {
      groups.add(new RowGroups.Group(rows.get(group), starts[group], starts[group + 1], lines.get(group)));
    }
    return groups;
  }

  /** The characters behind the first lines. */
  Reader reader(Charset charset, int skippedLines) throws IOException {
    return behind(skippedLines, reader(charset));
  }

  private static Reader behind(int skippedLines, Reader first) throws IOException {
    if (skippedLines == 0) {
      return first;
    }
    PushbackReader reader = new PushbackReader(first);
    for (int line = 0; line < skippedLines; line++) {
      int c = reader.read();
      while (c >= 0 && c != '\n' && c != '\r') {
        c = reader.read();
      }
      if (c == '\r') {
        int after = reader.read();
        if (after >= 0 && after != '\n') {
          reader.unread(after);
        }
      }
    }
    return reader;
  }

  /** The encoding that a byte-order mark names; UTF-8 where there is none. */
  Charset charset() {
    if (starts(0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return starts(0xFE, 0xFF) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
  }

  private int markLength() {
    if (starts(0xEF, 0xBB, 0xBF)) {
      return 3;
    }
    return starts(0xFF, 0xFE) || starts(0xFE, 0xFF) ? 2 : 0;
  }

  /** Whether the unpacked bytes start with these. */
  boolean starts(int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * At most how many lines there are, read ahead at a fraction of what parsing them costs; 0 where that is not known.
   */
  int countLines() {
    if (gzip) {
      return 0;
    }
    long lines = 0;
    int lastByte = '\n';
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open()) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        lastByte = buffer[count - 1];
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return (int) Math.min(Integer.MAX_VALUE - 8, lines + (lastByte == '\n' ? 0 : 1));
  }

  /** Refuses a gzip file with a wrong checksum: what seems wrong in the table is then the file's damage. */
  void requireIntact() {
    if (gzip) {
      try (InputStream in = open()) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  /** What to throw for a failure to read on: a broken gzip is the data's fault. */
  RuntimeException failure(IOException e) {
    if (gzip && (e instanceof ZipException || e instanceof EOFException)) {
      return new DataException(path + " is a broken gzip file: "
          + (e instanceof EOFException ? "it ends too early" : e.getMessage()) + "; copy or download it again", e);
    }
    return unreadable(path, e);
  }

  /** What to throw for a file that cannot be read. */
  static UncheckedIOException unreadable(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new UncheckedIOException("no such file: " + path, e);
    }
    return new UncheckedIOException(
        "cannot read " + path + ": " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()), e);
  }

  /** The first bytes of a stream. */
  private static final class FirstBytes extends FilterInputStream {
    private long left;

    FirstBytes(InputStream in, long count) {
      super(in);
      left = count;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? super.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = left > 0 ? super.read(to, offset, (int) Math.min(length, left)) : -1;
      left -= Math.max(0, count);
      return count;
    }
  }
}
