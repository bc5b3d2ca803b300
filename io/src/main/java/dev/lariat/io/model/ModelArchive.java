package dev.lariat.io.model;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The container of a model file: a zip whose entries are stored, not compressed. A reader so never holds more than the
 * file's own size, whatever its headers claim.
 */
final class ModelArchive {
  /** Zip's earliest date: the same model gives the same bytes. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final int MOST_ENTRIES = 64;

  private ModelArchive() {}

  /** Writes the entries in the map's order. */
  static void write(Map<String, byte[]> entries, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    for (var content : entries.entrySet()) {
      byte[] bytes = content.getValue();
      var crc = new CRC32();
      crc.update(bytes);
      var entry = new ZipEntry(content.getKey());
      entry.setTimeLocal(NO_DATE);
      entry.setSize(bytes.length);
      entry.setCompressedSize(bytes.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Reads all entries.
   *
   * @throws DataException if it is no model file, cut, or hostile
   * @throws UncheckedIOException if it cannot be read
   */
  static Map<String, byte[]> read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a folder, not a model file");
    }
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw broken(file, "it holds " + zip.size() + " entries");
      }
      long fileSize = Files.size(file);
      long left = fileSize;
      var entries = new LinkedHashMap<String, byte[]>();
      for (var entry : zip.stream().toList()) {
        String name = entry.getName();
        if (!PLAIN_NAME.matcher(name).matches()) {
          throw broken(file, "it holds an entry with a path: '" + printable(name) + "'");
        }
        if (entry.getMethod() != ZipEntry.STORED) {
          throw broken(file, "its entry " + name + " is compressed");
        }
        left -= entry.getSize();
        if (entry.getSize() < 0 || left < 0) {
          throw broken(file, "its entry " + name + " claims " + entry.getSize() + " bytes of " + fileSize);
        }
        byte[] bytes;
        try (var in = zip.getInputStream(entry)) {
          bytes = in.readNBytes((int) Math.min(entry.getSize(), Integer.MAX_VALUE - 8));
        }
        var crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
          throw broken(file, "its entry " + name + " is damaged");
        }
        if (entries.put(name, bytes) != null) {
          throw broken(file, "it holds " + name + " twice");
        }
      }
      return entries;
    } catch (NoSuchFileException _) {
      throw new UncheckedIOException(new IOException("there is no model " + file));
    } catch (ZipException e) {
      throw broken(file, "it is cut or no zip (" + printable(String.valueOf(e.getMessage())) + ")");
    } catch (IllegalArgumentException e) {
      throw broken(file, "its names are not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot read " + file + ": " + e.getMessage(), e));
    }
  }

  private static DataException broken(Path file, String why) {
    return new DataException(file + " is not a sound Lariat model: " + why);
  }

  private static String printable(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
  }
}
