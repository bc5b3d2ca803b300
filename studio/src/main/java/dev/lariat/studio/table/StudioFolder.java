package dev.lariat.studio.table;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.Tables;
import dev.lariat.studio.web.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder that the studio was started in. Nothing outside of it is read or written, links included. */
public final class StudioFolder {
  /** Where tables go that are dropped on the page. */
  public static final String DROPPED = "lariat-tables";

  private static final String RUNS = "lariat-runs";
  /** Folders in folders are looked into, and not the whole disk. */
  private static final int DEPTH = 3;
  private static final int MOST_TABLES = 300;
  private static final int LONGEST_NAME = 100;
  private static final String PICTURE = ".*\\.(png|jpe?g)";
  private static final String IDX_IMAGES = ".*idx[34]-ubyte(\\.gz)?";
  private static final String IDX_LABELS = ".*idx1-ubyte(\\.gz)?";
  private static final String TABLE = ".*\\.(csv|tsv|txt|parquet|svm|svmlight|libsvm)(\\.gz)?";

  private final Path root;

  /**
   * A folder.
   *
   * @throws UncheckedIOException if it is none
   */
  public StudioFolder(Path folder) {
    try {
      root = folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("--folder: there is no folder " + folder, e));
    }
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("--folder: " + folder + " is not a folder");
    }
  }

  /**
   * A table in the folder.
   *
   * @param path relative to the folder
   * @param bytes its size; 0 of a folder of pictures
   */
  public record Table(String path, long bytes) {}

  /** {@return the folder itself, links resolved} */
  public Path root() {
    return root;
  }

  /**
   * What is there, by its name.
   *
   * @param relative as {@link #shown} says it
   * @return the real path, links resolved
   * @throws Refusal if it is not there, or leads out of the folder
   */
  public Path existing(String relative) {
    Path named = inside(relative);
    try {
      Path real = named.toRealPath();
      if (!real.startsWith(root)) {
        throw outside(relative);
      }
      return real;
    } catch (IOException _) {
      throw Refusal.notFound("there is no " + relative + " in the folder");
    }
  }

  /**
   * A table, or pictures: a folder of them, or an IDX file.
   *
   * @param relative as {@link #shown} says it
   * @return the real path, links resolved
   * @throws Refusal if it is not there, or leads out of the folder, as a link within it may
   */
  public Path table(String relative) {
    Path real = existing(relative);
    boolean folder = Files.isDirectory(real);
    try (Stream<Path> read = folder ? Files.walk(real, 2) : Files.list(real.getParent())) {
      boolean out = read.filter(entry -> folder || entry.getFileName().toString().matches(IDX_LABELS))
          .anyMatch(entry -> Files.isSymbolicLink(entry) && !(isInside(entry) && Files.isRegularFile(entry)));
      if (out) {
        throw outside(relative);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return real;
  }

  /**
   * Where something may be made that is not there yet.
   *
   * @throws Refusal if it leads out of the folder, or a part of its way is a link that does
   */
  public Path fresh(String relative) {
    Path named = inside(relative);
    Path there = named;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      if (!there.toRealPath().startsWith(root)) {
        throw outside(relative);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return named;
  }

  /** {@return entries of the folder, and of the one where runs go unless they are told another} */
  public List<Path> runs(Predicate<Path> wanted) {
    var found = new ArrayList<Path>();
    for (Path parent : List.of(root, root.resolve(RUNS))) {
      if (Files.isDirectory(parent) && isInside(parent)) {
        try (Stream<Path> entries = Files.list(parent)) {
          entries.filter(wanted).forEach(found::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return found;
  }

  /**
   * Refuses a file outside of the folder.
   *
   * @param file as the command line takes it, seen from where the process runs
   * @throws Refusal if it is not there, or leads out of the folder
   */
  public void requireInside(String file) {
    try {
      if (!Path.of(file).toRealPath().startsWith(root)) {
        throw outside(file);
      }
    } catch (InvalidPathException _) {
      throw Refusal.wrong("that is no name of a file");
    } catch (IOException _) {
      throw Refusal.notFound("there is no " + file + " in the folder");
    }
  }

  /** {@return whether no entry of a folder is a link that leads out: who reads and writes there by name follows it} */
  public boolean isClosed(Path directory) {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.noneMatch(entry -> Files.isSymbolicLink(entry) && !isInside(entry));
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }

  /** Before anything of the disk is asked. */
  private Path inside(String relative) {
    Path named;
    try {
      named = Path.of(relative);
    } catch (InvalidPathException _) {
      throw Refusal.wrong("that is no name of a file");
    }
    if (named.isAbsolute()) {
      throw outside(relative);
    }
    Path whole = root.resolve(named).normalize();
    if (!whole.startsWith(root)) {
      throw outside(relative);
    }
    return whole;
  }

  private static Refusal outside(String relative) {
    return new Refusal(403, relative + " is outside of the folder that the studio was started in");
  }

  /** {@return a path as the page shows it: relative, with slashes} */
  public String shown(Path path) {
    Path whole = path.isAbsolute() ? path : root.resolve(path);
    return root.relativize(whole.normalize()).toString().replace('\\', '/');
  }

  /** {@return the tables in the folder, by name; hidden folders and runs are passed over} */
  public List<Table> tables() {
    var tables = new ArrayList<Table>();
    collect(root, 1, tables);
    return tables;
  }

  private void collect(Path folder, int depth, List<Table> tables) {
    List<Path> entries;
    try (Stream<Path> all = Files.list(folder)) {
      entries = all.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException | UncheckedIOException _) {
      return; // a folder that may not be read
    }
    for (Path entry : entries) {
      if (tables.size() >= MOST_TABLES) {
        return;
      }
      String name = entry.getFileName().toString();
      if (Files.isRegularFile(entry) && name.toLowerCase(Locale.ROOT).matches(TABLE + "|" + IDX_IMAGES)
          && isInside(entry)) {
        tables.add(new Table(shown(entry), entry.toFile().length()));
      }
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      // A link to a folder is not followed: it may lead in a circle.
      if (depth < DEPTH && Files.isDirectory(entry) && !Files.isSymbolicLink(entry)
          && !name.matches(RUNS + "|target|node_modules")) {
        if (hasPictures(entry)) {
          tables.add(new Table(shown(entry), 0));
        } else {
          collect(entry, depth + 1, tables);
        }
      }
    }
  }

  /** {@return whether each of its first folders has a picture, or it has itself: one folder for each class} */
  private static boolean hasPictures(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> first = entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .limit(2)
          .toList();
      return !first.isEmpty() && first.stream().allMatch(entry -> isPicture(entry) || holdsPicture(entry));
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }

  private static boolean holdsPicture(Path folder) {
    if (!Files.isDirectory(folder) || Files.isSymbolicLink(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(StudioFolder::isPicture);
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }

  private static boolean isPicture(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(PICTURE) && Files.isRegularFile(file);
  }

  /** {@return whether it is there and, links resolved, in the folder} */
  public boolean isInside(Path entry) {
    try {
      return entry.toRealPath().startsWith(root);
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Keeps a table that was dropped on the page. Nothing is overwritten: the same table again is the one that is there,
   * another of its name gets a number.
   *
   * @param name that it had where it came from
   * @return its path in the folder
   */
  public synchronized String keep(String name, InputStream content) throws IOException {
    String plain = name.replaceFirst(".*[/\\\\]", "").replaceAll("[^\\p{L}\\p{N}._ -]+", "_").replaceFirst("^\\.+", "");
    if (plain.length() > LONGEST_NAME) {
      plain = plain.substring(plain.length() - LONGEST_NAME);
    }
    if (!plain.toLowerCase(Locale.ROOT).matches(TABLE + "|" + IDX_IMAGES + "|" + IDX_LABELS)) {
      throw Refusal.wrong("'" + plain + "' is not called like a table: .csv, .tsv, .txt, .parquet or .svm, also .gz;"
          + " or, of pictures, images-idx3-ubyte and labels-idx1-ubyte");
    }
    Path folder = fresh(DROPPED);
    Files.createDirectories(folder);
    Path arrived = folder.resolve(".arriving." + plain);
    try {
      AtomicFile.write(arrived, true, content::transferTo);
      String hash = Tables.hash(arrived);
      for (int k = 1;; k++) {
        Path target = k == 1 ? folder.resolve(plain) : folder.resolve(numbered(plain, k));
        if (!Files.exists(target)) {
          Files.move(arrived, target);
          return shown(target);
        }
        if (isInside(target) && Files.isRegularFile(target) && Tables.hash(target).equals(hash)) {
          return shown(target);
        }
      }
    } finally {
      Files.deleteIfExists(arrived);
    }
  }

  /** Another name for another file: of pictures at the front, since labels are found by the rest of theirs. */
  private static String numbered(String name, int number) {
    return name.toLowerCase(Locale.ROOT).matches(IDX_IMAGES + "|" + IDX_LABELS)
        ? number + "-" + name
        : name.replaceFirst("(?=\\.[A-Za-z]+(\\.gz)?$)", "-" + number);
  }
}
