package dev.lariat.io.stream;

import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Texts among the parts of a table that have no row: nothing but blanks, or the line alone that the others begin with.
 */
final class EmptyParts {
  /** A longer line would be no header. */
  private static final int LONGEST = 1 << 20;

  private EmptyParts() {}

  /** {@return the files but those; all of them where none would be left} */
  static List<Path> without(List<Path> files, TableOptions options) {
    if (files.size() == 1 || !files.stream().allMatch(Files::isRegularFile)) {
      return files;
    }
    if (files.stream().noneMatch(EmptyParts::isOneLine)) {
      return files;
    }
    Optional<String> header = files.stream()
        .filter(file -> !isOneLine(file))
        .findFirst()
        .flatMap(file -> header(file, options));
    List<Path> used = files.stream().filter(file -> !isEmpty(file, header)).toList();
    return used.isEmpty() ? files : used;
  }

  private static boolean isEmpty(Path file, Optional<String> header) {
    if (file.toFile().length() == 0) {
      return true;
    }
    return isOneLine(file) && (firstLine(file).isBlank() || header.filter(firstLine(file)::equals).isPresent());
  }

  private static Optional<String> header(Path file, TableOptions options) {
    String line = firstLine(file);
    return TableReader.of(file, options).names().stream().allMatch(line::contains)
        ? Optional.of(line)
        : Optional.empty(); // the names are not the file's
  }

  private static boolean isOneLine(Path file) {
    if (file.toFile().length() > LONGEST) {
      return false;
    }
    try (BufferedReader lines = reader(file)) {
      lines.readLine();
      String next = lines.readLine();
      while (next != null && next.isBlank()) {
        next = lines.readLine();
      }
      return next == null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String firstLine(Path file) {
    try (BufferedReader lines = reader(file)) {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Any bytes are characters there. */
  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1));
  }
}
