package dev.lariat.io.run;

import dev.lariat.data.DataException;
import dev.lariat.io.NewerFormat;
import dev.lariat.model.Provenance;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.TrialLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder of a study while it runs, locked against a second process. {@code trials.jsonl} holds a header line with
 * the hashes of data and settings, then a line per finished cell ({@link TrialLine}), each on the disk before the next
 * cell counts on it; a line that a crash cut off is dropped. A study whose time was over ends with a line
 * {@code {"closed": reason}}; one of networks that has a time limit has a line {@code {"shortened": true}}, or false,
 * where its sweep ended.
 */
public final class RunDirectory implements TrialLog, AutoCloseable {
  /** The log's name in the folder. */
  public static final String TRIALS = "trials.jsonl";
  /** The verdict's name in the folder. */
  public static final String VERDICT = "verdict.json";
  private static final String MODEL = "model.lariat";
  private static final String REPORT = "report.html";
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  /** How the first line of every version's log begins. */
  private static final byte[] BEGINNING = "{\"format\":".getBytes(StandardCharsets.UTF_8);
  private static final String LOCK = ".lock";
  /** Of a log that does not say which. */
  private static final String EARLIER = "an earlier version";
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path folder;
  private final FileChannel lockChannel;
  private final FileChannel channel;
  private final List<CellResult> results = new ArrayList<>();
  private String begunBy = Provenance.lariatVersion();
  private Optional<String> closed = Optional.empty();
  private Optional<Boolean> shortened = Optional.empty();

  /**
   * What a study is of.
   *
   * @param dataHash of the table's file
   * @param settingsHash of everything else that decides the result
   * @param settings the same for a reader
   */
  public record Header(String dataHash, String settingsHash, String settings) {}

  private RunDirectory(Path folder, FileChannel lockChannel, FileChannel channel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.channel = channel;
  }

  /**
   * Locks a folder and reads what an earlier run of the same study left in it.
   *
   * @param folder made where it is missing
   * @param anew whether to throw away what is there, even of another study
   * @throws FolderInUseException if another process, or this one, has it open
   * @throws DataException if it holds another study, or its log is damaged or of a newer format
   */
  public static RunDirectory open(Path folder, Header header, boolean anew) {
    FileChannel lockChannel = null;
    FileChannel channel = null;
    RunDirectory opened = null;
    try {
      Files.createDirectories(folder);
      lockChannel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lockChannel)) {
        throw new FolderInUseException(folder);
      }
      if (anew) {
        // What tells that a run was finished goes first, and all that it left goes: it is not the new run's.
        for (String file : List.of(VERDICT, MODEL, EvidenceFile.NAME, REPORT, StartedCommand.NAME, TRIALS)) {
          Files.deleteIfExists(folder.resolve(file));
        }
      }
      channel = FileChannel.open(folder.resolve(TRIALS), StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      var directory = new RunDirectory(folder, lockChannel, channel);
      directory.readLog(header);
      opened = directory;
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot use the run directory " + folder + ": " + reason(e), e));
    } finally {
      if (opened == null) {
        closeQuietly(channel);
        closeQuietly(lockChannel);
      }
    }
  }

  /** Takes the lock, unless another process or another thread of this one has it. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private void readLog(Header header) throws IOException {
    long size = channel.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataException(file() + " is larger than 2 GB: use another --out");
    }
    byte[] bytes = new byte[(int) size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      // until all is there
    }
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    String[] lines = whole == 0 ? new String[0] : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n", -1);
    if (lines.length == 0) {
      ObjectNode first = MAPPER.createObjectNode();
      first.put("format", FORMAT)
          .put("version", Provenance.lariatVersion())
          .put("dataHash", header.dataHash)
          .put("settingsHash", header.settingsHash)
          .put("settings", header.settings);
      // A killed run can have left its beginning; another file that bears the log's name stays as it is.
      if (!isBeginning(bytes)) {
        throw noLog(null);
      }
      channel.truncate(0);
      channel.position(0);
      append(first);
      return;
    }
    JsonNode first = header(lines[0]);
    checkHeader(first, header);
    begunBy = first.path("version").asString(EARLIER);
    channel.truncate(whole); // a line that was not written to its end; nothing is cut of what is not ours
    channel.position(whole);
    for (int i = 1; i < lines.length - 1; i++) {
      JsonNode line = parse(lines[i], i + 1);
      if (line.has("closed")) {
        closed = Optional.of(line.get("closed").asString());
      } else if (line.has("shortened")) {
        shortened = Optional.of(line.get("shortened").asBoolean());
      } else {
        results.add(result(line, i + 1));
      }
    }
  }

  /**
   * {@return whether bytes without a line break can be what some version, with some settings, wrote of a first line}
   *
   * @throws DataException if they are a whole line of a newer one
   */
  private boolean isBeginning(byte[] bytes) {
    int both = Math.min(bytes.length, BEGINNING.length);
    boolean same = Arrays.equals(bytes, 0, both, BEGINNING, 0, both);
    if (!same || bytes.length <= both) {
      return same;
    }
    if (!Character.isDigit(bytes[both])) {
      return false; // others may have a blank there
    }
    try {
      JsonNode whole = MAPPER.readTree(bytes); // all but its end, which is a line break
      NewerFormat.refuse(file(), whole.path("format").asInt(0), FORMAT);
      return whole.has("dataHash");
    } catch (JacksonException _) {
      return true;
    }
  }

  private DataException noLog(Exception cause) {
    return new DataException(file() + " is no log of a study: choose another --out, or start anew with --force", cause);
  }

  private JsonNode header(String line) {
    JsonNode first;
    try {
      first = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw noLog(e);
    }
    if (!first.isObject() || !first.has("format")) {
      throw noLog(null);
    }
    return first;
  }

  private void checkHeader(JsonNode first, Header header) {
    NewerFormat.refuse(file(), first.path("format").asInt(0), FORMAT);
    if (!first.path("dataHash").asString("").equals(header.dataHash)) {
      throw new DataException(
          folder + " holds a study of other data: choose another --out, or start anew with --force");
    }
    if (!first.path("settingsHash").asString("").equals(header.settingsHash)) {
      throw new DataException(folder
          + " holds a study with other settings, or of another version of Lariat: choose another --out, or start anew with --force");
    }
  }

  private JsonNode parse(String line, int number) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw damaged(number, e);
    }
  }

  private CellResult result(JsonNode line, int number) {
    try {
      return TrialLine.read(line);
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(number, e);
    }
  }

  private DataException damaged(int number, Exception cause) {
    return new DataException(file() + ", line " + number + " is damaged: start anew with --force", cause);
  }

  private Path file() {
    return folder.resolve(TRIALS);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** {@return the other version of Lariat that began what goes on here, in words; empty where it was this one} */
  public Optional<String> begunByAnother() {
    return begunBy.equals(Provenance.lariatVersion())
        ? Optional.empty()
        : Optional.of(begunBy.equals(EARLIER) ? EARLIER + " of Lariat" : "Lariat " + begunBy);
  }

  @Override
  public List<CellResult> results() {
    return List.copyOf(results);
  }

  @Override
  public void append(CellResult result) {
    append(TrialLine.write(result));
  }

  @Override
  public Optional<String> closed() {
    return closed;
  }

  @Override
  public void close(String reason) {
    append(MAPPER.createObjectNode().put("closed", reason));
    closed = Optional.of(reason);
  }

  @Override
  public Optional<Boolean> shortened() {
    return shortened;
  }

  @Override
  public void decide(boolean value) {
    append(MAPPER.createObjectNode().put("shortened", value));
    shortened = Optional.of(value);
  }

  private void append(ObjectNode line) {
    ByteBuffer bytes = ByteBuffer.wrap((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot write " + file() + ": " + reason(e)
          + "; what was finished is kept: the same command goes on when there is room", e));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file; choose another --out";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Unlocks the folder. */
  @Override
  public void close() {
    closeQuietly(channel);
    closeQuietly(lockChannel);
  }

  private static void closeQuietly(FileChannel open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException _) {
      // Every line is on the disk already.
    }
  }
}
