package dev.lariat.io.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How columns of pixels are named: {@code p3x7} is the pixel of line 3 and place 7, both from 0, and with colours
 * {@code p3x7r}, {@code p3x7g} and {@code p3x7b}.
 */
public final class PixelNames {
  private static final String COLOURS = "rgb";
  private static final Pattern PLACE = Pattern.compile("p(\\d{1,5})x(\\d{1,5})([rgb]?)");
  private static final Pattern NUMBERED = Pattern.compile("(p|px|pix|pixel)[_.]?(\\d{1,7})");
  /** Fewer numbered columns named p0, p1 and so on are more likely something else. */
  private static final int FEWEST_NUMBERED = 64;

  private PixelNames() {}

  /** {@return the names for a size, line by line, the channels of a pixel together} */
  public static List<String> of(Pictures.Size size) {
    var names = new ArrayList<String>(size.numbers());
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        for (int c = 0; c < size.channels(); c++) {
          names.add("p" + y + "x" + x + (size.channels() == 1 ? "" : COLOURS.charAt(c)));
        }
      }
    }
    return names;
  }

  /** {@return the size of the pictures whose pixels are exactly these columns, in their order} */
  public static Optional<Pictures.Size> size(List<String> columns) {
    return span(columns).filter(size -> of(size).equals(columns));
  }

  /**
   * The smallest size that has all of these pixels.
   *
   * @return empty where a name is no pixel's
   */
  public static Optional<Pictures.Size> span(List<String> columns) {
    int height = 0;
    int width = 0;
    Set<String> colours = new HashSet<>();
    for (String column : columns) {
      Matcher place = PLACE.matcher(column);
      if (!place.matches()) {
        return Optional.empty();
      }
      height = Math.max(height, Integer.parseInt(place.group(1)) + 1);
      width = Math.max(width, Integer.parseInt(place.group(2)) + 1);
      colours.add(place.group(3));
    }
    boolean gray = colours.equals(Set.of(""));
    return colours.isEmpty() || (!gray && colours.contains(""))
        ? Optional.empty()
        : Optional.of(new Pictures.Size(height, width, gray ? 1 : COLOURS.length()));
  }

  /**
   * The size that columns look as if they had that are numbered {@code p0}, {@code pixel0} or {@code pixel1} and so on,
   * as many as a square has. They may be something else, so that this is to be said and not to be used.
   */
  public static Optional<Pictures.Size> likely(List<String> columns) {
    int count = columns.size();
    int side = (int) Math.round(Math.sqrt(count));
    if (count < FEWEST_NUMBERED || side * side != count) {
      return Optional.empty();
    }
    Matcher first = NUMBERED.matcher(columns.getFirst());
    if (!first.matches()) {
      return Optional.empty();
    }
    String word = columns.getFirst().substring(0, first.start(2));
    int from = Integer.parseInt(first.group(2));
    for (int i = 0; i < count; i++) {
      if (from > 1 || !columns.get(i).equals(word + (from + i))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Pictures.Size(side, side, 1));
  }
}
