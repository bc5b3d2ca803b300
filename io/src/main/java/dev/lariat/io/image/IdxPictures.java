package dev.lariat.io.image;

import dev.lariat.data.DataException;
import dev.lariat.data.NumberText;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Images in an IDX file, as MNIST comes: 0, 0, 8 for unsigned bytes, the number of dimensions, their sizes, the bytes.
 * The labels are in the file beside it that is named {@code labels-idx1} where this one is {@code images-idx3}; both
 * may be gzipped.
 */
final class IdxPictures implements Pictures {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;
  private static final int GZIP = 0x1f8b;

  private final Path images;
  private final Optional<Path> labels;
  private final int count;
  private final Size size;
  private final String[] labelOf; // [count]; none where they are not known
  private final List<String> classes;

  private IdxPictures(Path images, int count, Size size) throws IOException {
    this.images = images;
    this.labels = labels(images);
    this.count = count;
    this.size = size;
    this.labelOf = readLabels();
    this.classes = Arrays.stream(labelOf).distinct().sorted().toList();
  }

  static Optional<IdxPictures> of(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      if (in.readInt() != IMAGES) {
        return Optional.empty();
      }
      int count = in.readInt();
      int height = in.readInt();
      int width = in.readInt();
      if (count < 1 || height < 1 || width < 1) {
        throw new DataException(file + " is an IDX file of " + count + " images of " + height + "x" + width);
      }
      return Optional.of(new IdxPictures(file, count, new Size(height, width, 1)));
    } catch (EOFException | ZipException _) {
      return Optional.empty();
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    int first = in.read() << 8 | in.read();
    in.reset();
    return new DataInputStream(first == GZIP ? new BufferedInputStream(new GZIPInputStream(in)) : in);
  }

  private static Optional<Path> labels(Path images) {
    return labelsOf(images).flatMap(
        name -> Stream.of(name, name + ".gz").map(images::resolveSibling).filter(Files::isRegularFile).findFirst());
  }

  /** What the file of the labels is named, without .gz; empty where the name does not say that it has images. */
  private static Optional<String> labelsOf(Path images) {
    String name = images.getFileName().toString();
    return name.contains("images")
        ? Optional.of(name.replace("images", "labels").replace("idx3", "idx1").replaceFirst("\\.gz$", ""))
        : Optional.empty();
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public boolean named() {
    return false;
  }

  @Override
  public String name() {
    return images.getFileName().toString().replaceFirst("\\.gz$", "");
  }

  @Override
  public String toLabel() {
    return labelsOf(images).map(name -> "put " + name + " beside it")
        .orElse("name it as MNIST's files are named, " + "train-images-idx3-ubyte beside train-labels-idx1-ubyte");
  }

  @Override
  public List<String> notes() {
    return List.of(name() + ": " + NumberText.count(count, "picture")
        + labels.map(file -> ", labels from " + file.getFileName() + " beside it").orElse(""));
  }

  @Override
  public void each(Size wanted, Sizing sizing, Consumer consumer) throws IOException {
    boolean fits = wanted.equals(size);
    if (!fits && sizing == Sizing.REFUSE && !wanted.equals(new Size(size.height(), size.width(), 3))) {
      throw new DataException(images + " has pictures of " + size + ", not of " + wanted + ": --image " + wanted
          + " brings them to that size");
    }
    byte[] bytes = new byte[size.numbers()];
    int[] pixels = new int[bytes.length];
    var read = new Pixels(size, pixels);
    try (DataInputStream in = open(images)) {
      in.skipNBytes(4 * Integer.BYTES);
      for (int row = 0; row < count; row++) {
        in.readFully(bytes);
        for (int i = 0; i < bytes.length; i++) {
          pixels[i] = Byte.toUnsignedInt(bytes[i]);
        }
        consumer.accept((fits ? read : read.resized(wanted)).numbers(), labels.isEmpty() ? "" : labelOf[row], "");
      }
    } catch (EOFException e) {
      throw new DataException(images + " ends before the last of its " + count + " images", e);
    }
  }

  private String[] readLabels() throws IOException {
    if (labels.isEmpty()) {
      return new String[0];
    }
    Path file = labels.get();
    try (DataInputStream in = open(file)) {
      if (in.readInt() != LABELS) {
        throw new DataException(file + " is no IDX file of labels");
      }
      int there = in.readInt();
      if (there != count) {
        throw new DataException(file + " has " + there + " labels, and " + images + " " + count + " images");
      }
      String[] classes = new String[count];
      for (int i = 0; i < count; i++) {
        classes[i] = String.valueOf(in.readUnsignedByte());
      }
      return classes;
    } catch (EOFException e) {
      throw new DataException(file + " ends before the last of its labels", e);
    }
  }
}
