package dev.lariat.cli.word;

import dev.lariat.io.sql.SqlTable;
import dev.lariat.io.stream.TableFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of files as they are typed: an empty one names nothing, and an address on the network is no file. */
public final class PathWord implements ITypeConverter<Path> {
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|s3|gs|abfss?|hdfs)://.*");

  /**
   * Refuses what names no file, nor a pattern of some.
   *
   * @throws IllegalArgumentException that says why
   */
  public static void require(String word) {
    if (word.isEmpty()) {
      throw new IllegalArgumentException("an empty word names no file");
    }
    if (ADDRESS.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "'" + word + "' is an address on the network, and files are read from the disk: download it first");
    }
  }

  /**
   * {@return the path of a word that may also be a pattern or the address of a database; null where there is no word,
   * and where it is one of these and the system has no such names}
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Path of(String word) {
    return of(word, Path::of);
  }

  /** @param system makes a path of a name */
  static Path of(String word, Function<String, Path> system) {
    if (word == null) {
      return null;
    }
    require(word);
    try {
      return system.apply(word);
    } catch (InvalidPathException _) {
      if (TableFiles.isPattern(word) || SqlTable.isAddress(word)) {
        return null;
      }
      throw new IllegalArgumentException(noName(word));
    }
  }

  private static String noName(String word) {
    return "'" + word.replace("\0", "\\0") + "' is no name of a file";
  }

  @Override
  public Path convert(String word) {
    try {
      require(word);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(noName(word));
    }
  }
}
