package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import dev.lariat.io.table.FileHash;
import dev.lariat.io.table.TableOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** The files of a table: told one by one, by a pattern such as {@code data/*.parquet}, or as a folder of parts. */
public final class TableFiles {
  /** What tables in a folder are named. */
  private static final String TABLES = "*.{parquet,csv,csv.gz,tsv,tsv.gz,svm,svm.gz,svmlight,svmlight.gz}";

  private TableFiles() {}

  /**
   * The files that words name, those of a pattern or a folder sorted by name.
   *
   * @throws DataException if a pattern or folder has no file, or a file is named twice
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static List<Path> of(List<String> words) {
    var files = new ArrayList<Path>();
    var places = new HashSet<Path>();
    for (String word : words) {
      for (Path file : matching(word)) {
        if (!places.add(file.toAbsolutePath().normalize())) {
          throw new DataException(file + " is given twice: its rows would count twice");
        }
        files.add(file);
      }
    }
    return List.copyOf(files);
  }

  /**
   * {@return whether a folder has tables right in it}
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static boolean hasTables(Path folder) {
    return !found(folder, TABLES).isEmpty();
  }

  private static List<Path> matching(String word) {
    Path path = null;
    try {
      path = Path.of(word);
    } catch (InvalidPathException e) {
      if (!isPattern(word)) { // where names may not have a *, a pattern is none
        throw new DataException("'" + word.replace("\0", "\\0") + "' is no name of a file", e);
      }
    }
    if (path != null && Files.isDirectory(path)) {
      return list(path, TABLES, word);
    }
    if (path != null && (!isPattern(word) || Files.exists(path))) {
      return List.of(path);
    }
    int end = Math.max(word.lastIndexOf('/'), word.lastIndexOf(File.separatorChar)) + 1;
    String folder = word.substring(0, end);
    if (!isFolder(folder)) {
      throw new DataException(
          "no folder " + folder.substring(0, end - 1) + ": in a pattern only the file's name may have * and ?");
    }
    return list(Path.of(folder), word.substring(end), word);
  }

  private static boolean isFolder(String word) {
    try {
      return Files.isDirectory(Path.of(word));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** {@return whether a word may be a pattern of names} */
  public static boolean isPattern(String word) {
    return word.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private static List<Path> list(Path folder, String pattern, String word) {
    List<Path> found = found(folder, pattern);
    if (found.isEmpty()) {
      throw new DataException("no table matches " + word);
    }
    return found;
  }

  private static List<Path> found(Path folder, String pattern) {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file) && !name.startsWith(".") && !name.startsWith("_")) {
          found.add(file);
        }
      }
    } catch (PatternSyntaxException e) {
      throw new DataException(pattern + " is neither a file nor a pattern of names: " + e.getDescription());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder " + folder + ": " + e.getMessage(), e);
    }
    Collections.sort(found);
    return found;
  }

  /**
   * {@return the files that have rows, as those that a cluster writes do not always; one in any case, and pipes, which
   * can be read but once}
   *
   * @throws DataException if one is no table
   * @throws UncheckedIOException if one cannot be read
   */
  public static List<Path> withRows(List<Path> files) {
    List<Path> checked = files.stream().filter(file -> !isPipe(file)).toList();
    if (files.size() == 1 || checked.isEmpty()) {
      return files;
    }
    var kept = new ArrayList<>(files);
    kept.removeAll(checked);
    FilePasses.parts(checked, TableOptions.none()).forEach(part -> kept.add(part.path()));
    return files.stream().filter(kept::contains).toList();
  }

  /** {@return whether a file gives what it holds once, as {@code <(...)} of a shell does} */
  public static boolean isPipe(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /** How messages call a table of these files. */
  public static String name(List<Path> files) {
    String first = files.getFirst().getFileName().toString();
    return files.size() == 1
        ? first
        : first + " and " + (files.size() - 1) + (files.size() == 2 ? " more file" : " more files");
  }

  /**
   * What identifies the files' content: of one file its hash, of several the SHA-256 of their hashes, in order.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  public static String hash(List<Path> files) {
    if (files.size() == 1) {
      return FileHash.of(files.getFirst());
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(FileHash.of(file).getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
