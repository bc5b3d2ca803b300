package dev.lariat.io;

import dev.lariat.data.DataException;
import java.nio.file.Path;

/** What is said of a file that a later version wrote. */
public final class NewerFormat {
  private NewerFormat() {}

  /**
   * Refuses a file of a format that this version cannot know.
   *
   * @param format what the file states
   * @param newest the newest format that is read
   * @throws DataException if the file's is newer
   */
  public static void refuse(Path file, int format, int newest) {
    refuse(file, format, newest, "");
  }

  /**
   * As {@link #refuse(Path, int, int)}, with the version that wrote the file.
   *
   * @param version empty where it is not known
   */
  public static void refuse(Path file, int format, int newest, String version) {
    if (format > newest) {
      throw new DataException(file + " is of format " + format + ", written by a newer Lariat"
          + (version.isEmpty() ? "" : " (" + version + ")") + "; this one reads up to format " + newest
          + ": update Lariat");
    }
  }
}
