package dev.lariat.io.image;

import dev.lariat.data.DataException;
import dev.lariat.data.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images in an array of NumPy, {@code (n, h, w)} or {@code (n, h, w, c)}, the channels last; series {@code (n, t, c)}
 * are images of t lines to it. The labels are in the array beside it that is named {@code y_train.npy} where this one
 * is {@code x_train.npy}, {@code labels.npy} for {@code images.npy}, or {@code runs_labels.npy} for {@code runs.npy}.
 */
final class NpyPictures implements Pictures {
  /** What a name has where images are, and where their labels are. */
  private static final Map<String, String> PAIRS = Map.of("images", "labels", "image", "label", "x_", "y_", "X_", "y_",
      "_x.", "_y.", "_X.", "_y.", "x.npy", "y.npy", "X.npy", "y.npy");

  private final NpyArray images;
  private final Optional<Path> labels;
  private final Size size;
  private final String[] labelOf; // [n]; none where they are not known
  private final List<String> classes;

  private NpyPictures(NpyArray images) throws IOException {
    this.images = images;
    List<Integer> shape = images.shape();
    int channels = shape.size() == 4 ? shape.get(3) : 1;
    boolean fits = (shape.size() == 3 || shape.size() == 4) && !shape.contains(0) && (channels == 1 || channels == 3);
    if (!fits) {
      throw new DataException(images.file() + " has the shape " + images.words()
          + ": images are (n, height, width), or (n, height, width, channels) with 1 or 3 channels, and series (n, steps,"
          + " numbers of a step)");
    }
    this.size = new Size(shape.get(1), shape.get(2), channels);
    this.labels = labels(images.file());
    this.labelOf = readLabels();
    this.classes = Arrays.stream(labelOf).distinct().sorted().toList();
  }

  static Optional<NpyPictures> of(Path file) throws IOException {
    Optional<NpyArray> array = NpyArray.of(file);
    return array.isEmpty() ? Optional.empty() : Optional.of(new NpyPictures(array.get()));
  }

  private static Optional<Path> labels(Path images) {
    String name = images.getFileName().toString();
    for (String end : List.of("_labels.npy", "-labels.npy", ".labels.npy")) {
      Path labels = images.resolveSibling(name.replaceFirst("\\.npy$", "") + end);
      if (Files.isRegularFile(labels)) {
        return Optional.of(labels);
      }
    }
    return PAIRS.entrySet()
        .stream()
        .filter(pair -> name.contains(pair.getKey()))
        .map(pair -> images.resolveSibling(name.replace(pair.getKey(), pair.getValue())))
        .filter(Files::isRegularFile)
        .sorted()
        .findFirst();
  }

  private String[] readLabels() throws IOException {
    if (labels.isEmpty()) {
      return new String[0];
    }
    Path file = labels.get();
    NpyArray array = NpyArray.of(file).orElseThrow(() -> new DataException(file + " is no NumPy array"));
    List<Integer> shape = array.shape();
    int count = images.shape().getFirst();
    boolean fits = shape.equals(List.of(count)) || shape.equals(List.of(count, 1));
    if (!fits) {
      throw new DataException(file + " has the shape " + array.words() + ", and " + images.file() + " " + images.words()
          + ": a label for each");
    }
    var read = new ArrayList<String>(count);
    array.each(1, bytes -> read.add(array.word(bytes)));
    return read.toArray(String[]::new);
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
    return images.file().getFileName().toString().replaceFirst("\\.npy$", "");
  }

  @Override
  public String toLabel() {
    return "put them beside it, as " + name()
        + "_labels.npy, y_train.npy for x_train.npy, or labels.npy for images.npy";
  }

  @Override
  public List<String> notes() {
    return List.of(name() + ": " + NumberText.count(images.shape().getFirst(), "picture")
        + labels.map(file -> ", labels from " + file.getFileName() + " beside it").orElse(""));
  }

  @Override
  public void each(Size wanted, Sizing sizing, Consumer consumer) throws IOException {
    if (!wanted.equals(size)) {
      throw new DataException(
          images.file() + " has pictures of " + size + ", not of " + wanted + ": arrays are taken as they are");
    }
    double[] pixels = new double[size.numbers()];
    int[] row = {0};
    images.each(pixels.length, bytes -> {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = images.number(bytes);
      }
      consumer.accept(pixels, labels.isEmpty() ? "" : labelOf[row[0]++], "");
    });
  }

  /** {@return a number as tables write it: whole ones without a point} */
  static String text(double value) {
    if (value == (long) value) {
      return Long.toString((long) value);
    }
    return value == (float) value ? Float.toString((float) value) : Double.toString(value);
  }
}
