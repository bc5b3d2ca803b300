package dev.lariat.studio.table;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.image.PixelNames;
import dev.lariat.io.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tables that were read lately: a page asks for the same one again and again. A file that has changed is read anew. */
public final class OpenTable {
  /** Enough to go to and fro between two; each may be large. */
  private static final int KEPT = 2;

  private final Map<Key, Dataset> read = new LinkedHashMap<>(KEPT, 1, true);

  /** Tables that nobody has read yet. */
  public OpenTable() {}

  private record Key(Version version, TableOptions told) {}

  /**
   * A file as it lies there now.
   *
   * @param file a real path
   */
  public record Version(Path file, long bytes, long changed) {
    /** {@return the version of a file that is there now} */
    static Version of(Path file) throws IOException {
      return new Version(file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
  }

  /**
   * A table, read now or lately.
   *
   * @param file a real path; a folder of pictures, too
   * @param told what is told about it: kinds of columns where they are not found rightly
   */
  public synchronized Dataset of(Path file, TableOptions told) throws IOException {
    var key = new Key(Version.of(file), told);
    Dataset known = read.get(key);
    if (known != null) {
      return known;
    }
    Optional<Pictures> pictures = Pictures.of(file);
    boolean classes = pictures.isPresent() && !pictures.get().classes().isEmpty()
        && !told.kinds().containsKey(Pictures.CLASS);
    // A folder's name is a class, also 0 and 1.
    Dataset table = Tables.read(readable(file), classes ? told.kind(Pictures.CLASS, ColumnKind.CATEGORY) : told);
    if (pictures.isPresent() && pictures.get().classes().isEmpty()) {
      table = table.note("nothing says the classes of these pictures: " + pictures.get().toLabel());
    }
    read.put(key, table);
    while (read.size() > KEPT) {
      read.remove(read.keySet().iterator().next());
    }
    return table;
  }

  /** {@return the file itself, or the table of pixels that pictures become} Pictures of other sizes are resized. */
  public static Path readable(Path file) {
    return Pictures.of(file)
        .map(found -> found.table(found.size(), Pictures.Sizing.RESIZE, PixelNames.of(found.size())))
        .orElse(file);
  }
}
