package dev.lariat.studio.table;

import dev.lariat.io.image.PixelNames;
import dev.lariat.io.image.Pictures;
import dev.lariat.studio.web.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the numbers of a row are together, where they are more than columns: a picture, or a series.
 *
 * @param kind {@code image} or {@code series}
 * @param height rows of pixels, or steps
 * @param width pixels of a row; 1 for a series
 * @param channels numbers of a pixel, or of a step
 */
public record RowShape(String kind, int height, int width, int channels) {
  private static final Pattern IMAGE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})(?:x([1-9]\\d{0,2}))?");
  private static final Pattern STEPS = Pattern.compile("[1-9]\\d{0,6}");

  /** {@return the picture whose pixels the columns are named after} */
  public static Optional<RowShape> named(List<String> columns) {
    Optional<Pictures.Size> size = columns.isEmpty() ? Optional.empty() : PixelNames.size(columns);
    return size.or(() -> columns.isEmpty() ? Optional.empty() : PixelNames.likely(columns))
        .map(found -> new RowShape("image", found.height(), found.width(), found.channels()));
  }

  /**
   * What a page says of a row, or else its columns' names.
   *
   * @param image as {@code --image} takes it; empty where nothing is told
   * @param steps as {@code --series} takes it; empty where nothing is told
   * @throws Refusal if that is no size, or not that of the columns
   */
  static Optional<RowShape> told(String image, String steps, List<String> columns) {
    if (!steps.isEmpty()) {
      int length = STEPS.matcher(steps).matches() ? Integer.parseInt(steps) : 0;
      if (length < 1 || columns.isEmpty() || columns.size() % length != 0) {
        throw Refusal.wrong("a series of " + steps + " steps: " + columns.size()
            + " columns of numbers are not a multiple of that; leave the others out");
      }
      return Optional.of(new RowShape("series", length, 1, columns.size() / length));
    }
    if (!image.isEmpty()) {
      Matcher size = IMAGE.matcher(image);
      RowShape shape = size.matches()
          ? new RowShape("image", Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)),
              size.group(3) == null ? 1 : Integer.parseInt(size.group(3)))
          : null;
      if (shape == null || shape.numbers() != columns.size()) {
        throw Refusal.wrong("pictures of " + image + ": that is not " + columns.size()
            + " columns of numbers; write a size as 28x28, and leave other columns out");
      }
      return Optional.of(shape);
    }
    return named(columns);
  }

  /** {@return how many numbers a row has} */
  public long numbers() {
    return (long) height * width * channels;
  }
}
