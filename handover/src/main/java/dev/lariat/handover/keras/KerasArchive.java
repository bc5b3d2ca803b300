package dev.lariat.handover.keras;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The zip that a {@code .keras} file is. Only two of its entries are read, into memory, nothing is unpacked, and
 * nothing of it is run: where Keras itself would look up classes and functions by name, Lariat knows a fixed list.
 *
 * @param config {@code config.json}
 * @param weights {@code model.weights.h5}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record KerasArchive(byte[] config, byte[] weights) {
  private static final Pattern PLAIN_NAME = Pattern
      .compile("[A-Za-z0-9_][A-Za-z0-9_. -]*(/[A-Za-z0-9_][A-Za-z0-9_. -]*)*/?");
  private static final int MOST_ENTRIES = 1000;
  private static final int MOST_CONFIG = 16 << 20;
  /** Keras stores its entries; whoever zipped them again saves little, because weights look like noise. */
  private static final int MOST_INFLATION = 20;

  static KerasArchive read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a folder, not a Keras file");
    }
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw broken(file, "it holds " + zip.size() + " entries");
      }
      for (ZipEntry entry : zip.stream().toList()) {
        if (!PLAIN_NAME.matcher(entry.getName()).matches()) {
          throw broken(file, "it holds an entry with an odd path: '" + printable(entry.getName()) + "'");
        }
      }
      long most = Math.min(Integer.MAX_VALUE - 8, MOST_INFLATION * Files.size(file));
      return new KerasArchive(entry(zip, file, "config.json", (int) Math.min(MOST_CONFIG, most)),
          entry(zip, file, "model.weights.h5", (int) most));
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(e);
    } catch (ZipException e) {
      throw broken(file, "it is cut or no zip (" + printable(String.valueOf(e.getMessage()))
          + "); a file in the old .h5 format is to be saved again as .keras");
    } catch (IllegalArgumentException _) {
      throw broken(file, "its names are not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot read " + file + ": " + e.getMessage(), e));
    }
  }

  private static byte[] entry(ZipFile zip, Path file, String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw broken(file, "it has no " + name);
    }
    if (entry.getSize() > most) {
      throw broken(file, name + " claims " + entry.getSize() + " bytes, more than " + most);
    }
    try (var in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw broken(file, name + " has more than " + most + " bytes");
      }
      return bytes;
    }
  }

  static DataException broken(Path file, String why) {
    return new DataException(file + " is not a sound Keras file: " + why);
  }

  static String printable(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
