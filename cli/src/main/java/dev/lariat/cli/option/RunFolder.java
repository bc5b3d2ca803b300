package dev.lariat.cli.option;

import dev.lariat.io.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a run, ready to be written into before the work begins; taken away again if nothing came of it. */
public final class RunFolder implements AutoCloseable {
  /** The model's name in a run directory. */
  public static final String MODEL = ModelFile.NAME;

  private final Path path;
  private final boolean made;

  private RunFolder(Path path, boolean made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Opens a folder, and makes it where it is not there.
   *
   * @throws UncheckedIOException if it is a file, or cannot be made or written into
   */
  public static RunFolder open(Path folder) {
    boolean made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new UncheckedIOException(new IOException(e.getFile() + " is a file: --out takes a folder", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Files.isWritable(folder)) {
      throw new UncheckedIOException(new IOException("cannot write into the folder " + folder));
    }
    if (made) {
      folder.toFile().deleteOnExit(); // after Ctrl-C, too; a folder that holds something stays
    }
    return new RunFolder(folder, made);
  }

  public Path path() {
    return path;
  }

  public Path model() {
    return path.resolve(MODEL);
  }

  @Override
  public void close() {
    if (!made) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // Not empty: the run left something, as it should.
    }
  }
}
