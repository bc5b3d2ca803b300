package dev.lariat.io.image;

import dev.lariat.data.DataException;
import dev.lariat.io.stream.TableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that are data: each becomes a row of pixels from 0 to 255, line by line, the channels of a pixel together,
 * and its class where that is known.
 */
public sealed interface Pictures permits PictureFolder, IdxPictures, NpyPictures {
  /** The column of the classes. */
  String CLASS = "class";

  /** The column of the files' names, in tables to predict from. */
  String FILE = "file";

  /**
   * A size of pictures.
   *
   * @param height rows of pixels
   * @param width pixels of a row
   * @param channels 1 for gray, 3 for red, green and blue
   */
  record Size(int height, int width, int channels) {
    /** Checks that it is a size. */
    public Size {
      if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
        throw new IllegalArgumentException("pictures have at least 1x1 pixels, of 1 channel (gray) or 3, not " + height
            + "x" + width + "x" + channels);
      }
    }

    /** {@return how many numbers a picture has} */
    public int numbers() {
      return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** For example {@code 28x28}; with colours {@code 32x32x3}. */
    @Override
    public String toString() {
      return height + "x" + width + (channels == 1 ? "" : "x" + channels);
    }
  }

  /** What becomes of pictures of another size. */
  enum Sizing {
    /** The first one is refused, by its file's name. */
    REFUSE,
    /** They are stretched or shrunk to the size, and colours made gray where it is gray. */
    RESIZE
  }

  /**
   * The pictures of a path; empty where it is no folder with pictures or of folders with pictures, and no IDX file of
   * images or array of NumPy. A folder with tables is a table.
   *
   * @throws DataException if a first picture of a class cannot be read
   * @throws UncheckedIOException if it cannot be read
   */
  static Optional<Pictures> of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return TableFiles.hasTables(path) ? Optional.empty() : PictureFolder.of(path).map(folder -> folder);
      }
      return Files.isRegularFile(path) ? single(path) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Pictures> single(Path file) throws IOException {
    Optional<Pictures> idx = IdxPictures.of(file).map(pictures -> pictures);
    return idx.isPresent() ? idx : NpyPictures.of(file).map(pictures -> pictures);
  }

  /** {@return the size that the pictures have; of a folder the first one's} */
  Size size();

  /** {@return the classes' names, sorted; none where they are not known} */
  List<String> classes();

  /** {@return whether pictures are files with names} */
  boolean named();

  /** {@return what to do so that the classes are known} */
  String toLabel();

  /** {@return what was found, each a line} */
  List<String> notes();

  /**
   * Calls the consumer with each picture, in an order that depends on names alone.
   *
   * @throws DataException with the file, if a picture cannot be read, or has another size and that is refused
   * @throws IOException if a file cannot be read
   */
  void each(Size size, Sizing sizing, Consumer consumer) throws IOException;

  /** Takes a picture. */
  @FunctionalInterface
  interface Consumer {
    /**
     * Takes one.
     *
     * @param pixels 0 to 255, of an array whatever it holds; may be overwritten by the next
     * @param label its class; empty where classes are not known
     * @param file its name below the folder; empty where it has none
     */
    void accept(double[] pixels, String label, String file) throws IOException;
  }

  /**
   * Writes them as a CSV table into a temporary file that goes with the JVM: the pixels' columns, {@link #CLASS} where
   * that is known, and nothing else.
   *
   * @param columns names of the pixels' columns, as many as there are numbers
   * @throws DataException with the file, if a picture cannot be read, or has another size and that is refused
   * @throws UncheckedIOException if a file cannot be read or written
   */
  default Path table(Size size, Sizing sizing, List<String> columns) {
    return PictureTable.write(this, size, sizing, columns, false);
  }

  /**
   * The same with {@link #FILE} in front, where pictures are files with names.
   *
   * @throws DataException with the file, if a picture cannot be read, or has another size and that is refused
   * @throws UncheckedIOException if a file cannot be read or written
   */
  default Path namedTable(Size size, Sizing sizing, List<String> columns) {
    return PictureTable.write(this, size, sizing, columns, named());
  }

  /** {@return how messages and run directories call the table} */
  String name();
}
