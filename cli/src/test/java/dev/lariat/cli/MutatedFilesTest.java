package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.io.Tables;
import dev.lariat.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged tables and models are read, or refused in one line: no other exception, and none takes long. With the Keras
 * files of HostileKerasTest these are ten thousand; the seed repeats them.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES) // a stall is a failure, not a build that never ends
final class MutatedFilesTest {
  private static final long SEED = Long.getLong("lariat.seed", 17);
  private static final int TABLES = 6_000;
  private static final int MODELS = 3_000;
  private static final long MOST_NANOS = 3_000_000_000L;
  private static final Path REPOSITORY = Path.of(System.getProperty("lariat.repository"));
  /** What breaks readers. */
  private static final String[] TOKENS = {"\"", "\"\"", ",", ";", "\t", "\n", "\r", "\r\n", "'", "NaN", "1e999", "-inf",
      "\u2212", "\u00A0", "\uFEFF", "\0", "#", "sep=;", "=", "1.234,5", "1,234.5", "$", "%", " ", "9".repeat(400),
      "0x1", "1e-400", "2023-02-30", "0000-00-00", "True", "None", "\\N", "<NA>", "é", "\uD83D\uDE00", "007", "1:2",
      "label", "qid:1"};

  @TempDir
  private Path folder;

  /** Files that are made one after the other, so that the seed repeats them, and then read at once. */
  private static final int BATCH = 64;

  private interface Use {
    void of(Path file);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Mutation(byte[] bytes, Use use) {}

  private interface Mutations {
    Mutation number(int i) throws IOException;
  }

  /** How many of so many mutations are read, on all cores. */
  private int read(int count, String suffix, Mutations mutations) throws IOException {
    int read = 0;
    for (int from = 0; from < count; from += BATCH) {
      List<Mutation> batch = new ArrayList<>();
      for (int i = from; i < Math.min(from + BATCH, count); i++) {
        batch.add(mutations.number(i));
        Files.write(folder.resolve((i - from) + suffix), batch.getLast().bytes);
      }
      int first = from;
      read += IntStream.range(0, batch.size())
          .parallel()
          .map(i -> isRead(folder.resolve(i + suffix), first + i, batch.get(i).use) ? 1 : 0)
          .sum();
    }
    return read;
  }

  /** Uses the file; fails but for a refusal in one line. */
  private static boolean isRead(Path file, int number, Use use) {
    long start = System.nanoTime();
    boolean read = false;
    try {
      use.of(file);
      read = true;
    } catch (DataException refusal) {
      assertThat(refusal.getMessage()).as("mutation %d of seed %d", number, SEED)
          .hasSizeLessThan(1000)
          .doesNotContain("\n", "\r");
    } catch (RuntimeException | Error defect) {
      fail("mutation " + number + " of seed " + SEED, defect);
    }
    assertThat(System.nanoTime() - start).as("time of mutation %d of seed %d", number, SEED).isLessThan(MOST_NANOS);
    return read;
  }

  @Test
  void tables() throws IOException {
    List<byte[]> sound = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/strangers"))) {
      for (Path file : files.filter(each -> !each.toString().endsWith(".keras")).sorted().toList()) {
        sound.add(Files.readAllBytes(file));
      }
    }
    sound.add("1 1:0.5 3:2\n-1 2:1 qid:3 4:1\n1 1:1\n".getBytes(StandardCharsets.UTF_8));
    var random = new SplittableRandom(SEED);
    int read = read(TABLES, ".csv",
        _ -> new Mutation(mutated(sound.get(random.nextInt(sound.size())), random), MutatedFilesTest::learn));
    // Neither are all refused nor all read.
    assertThat(read).isBetween(TABLES / 20, TABLES * 19 / 20);
  }

  /** What every command does with a table, short of training. */
  private static void learn(Path file) {
    Dataset table = Tables.read(file);
    Column last = table.columns().getLast();
    Dataset data = table.target(last.name());
    data.target();
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.network());
    fitted.encode(data, data.allRows());
    Dataset again = Tables.read(file, fitted.schema());
    fitted.encode(again, again.allRows());
    fitted.unknownLevels(again);
  }

  @Test
  void models() throws IOException {
    Path earlier = REPOSITORY.resolve("io/src/test/resources/earlier/0.1");
    List<Path> folders;
    try (Stream<Path> all = Files.list(earlier)) {
      folders = all.filter(path -> Files.exists(path.resolve("model.lariat")) && Files.exists(path.resolve("rows.csv")))
          .sorted()
          .toList();
    }
    assertThat(folders).hasSizeGreaterThan(5);
    var random = new SplittableRandom(SEED);
    int read = read(MODELS, ".lariat", i -> {
      Path model = folders.get(random.nextInt(folders.size()));
      byte[] sound = Files.readAllBytes(model.resolve("model.lariat"));
      // The zip's checksums are made anew in most, so that the mutation reaches the readers behind them.
      byte[] bytes = i % 4 == 0 ? mutated(sound, random) : mutatedEntry(model.resolve("model.lariat"), random);
      return new Mutation(bytes, path -> {
        Model loaded = Model.load(path);
        loaded.predict(Tables.read(model.resolve("rows.csv"), loaded.schema()));
      });
    });
    assertThat(read).isBetween(1, MODELS - MODELS / 20);
  }

  private static byte[] mutatedEntry(Path file, SplittableRandom random) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    List<String> names = List.copyOf(entries.keySet());
    entries.computeIfPresent(names.get(random.nextInt(names.size())), (_, bytes) -> mutated(bytes, random));
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        var crc = new CRC32();
        crc.update(content.getValue());
        var entry = new ZipEntry(content.getKey());
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    }
    return out.toByteArray();
  }

  /**
   * One to four changes: a byte, a token, a piece that is cut, doubled, or moved; often near the start, where headers
   * are.
   */
  private static byte[] mutated(byte[] sound, SplittableRandom random) {
    byte[] bytes = sound;
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes && bytes.length > 1; change++) {
      int bound = random.nextInt(3) == 0 ? Math.min(bytes.length, 200) : bytes.length;
      int at = random.nextInt(bound);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 300));
      bytes = switch (random.nextInt(5)) {
        case 0 -> {
          byte[] flipped = bytes.clone();
          flipped[at] = (byte) random.nextInt(256);
          yield flipped;
        }
        case 1 -> joined(bytes, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8), at);
        case 2 -> joined(bytes, at, new byte[0], to);
        case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
        default -> joined(bytes, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8), to);
      };
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int before, byte[] middle, int after) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, before);
    out.writeBytes(middle);
    out.write(bytes, after, bytes.length - after);
    return out.toByteArray();
  }
}
