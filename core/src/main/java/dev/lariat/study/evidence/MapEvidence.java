package dev.lariat.study.evidence;

import java.util.List;

/**
 * What a network of convolutions looks at: its first filters, and for some images what these make of them and where the
 * prediction comes from. All pictures of rows have the images' size.
 *
 * @param filters of the first convolution
 * @param height lines of an image
 * @param width pixels of a line
 * @param patch side of the square that is covered to see what it counts
 * @param towards for what a positive change speaks: "the predicted class", or empty where the target is a number
 * @param shown numbers of the filters whose maps are shown, from 1
 * @param rows some images
 */
public record MapEvidence(Filters filters, int height, int width, int patch, String towards, List<Integer> shown,
    List<Row> rows) {
  /**
   * Filters of the first convolution.
   *
   * @param lines that a filter covers
   * @param pixels of a line that it covers
   * @param channels numbers of a pixel
   * @param all how many filters there are
   * @param units those with the largest weights; of each the channels side by side
   */
  public record Filters(int lines, int pixels, int channels, int all, List<PixelWeights.Unit> units) {
    /** Copies the list. */
    public Filters {
      units = List.copyOf(units);
    }
  }

  /**
   * An image, in pictures of integers from −100 to 100.
   *
   * @param number of the row in its table, from 1
   * @param truth the class, or the number
   * @param predicted the likeliest class, or the number
   * @param image in percent of the way from its darkest to its brightest pixel; of colours the mean
   * @param change how the log-odds of the predicted class, or the number, fall when the square around a pixel becomes
   * the mean of its channel, in percent of {@code largest} (occlusion; Zeiler and Fergus 2014, "Visualizing and
   * understanding convolutional networks")
   * @param largest the largest change of a pixel, without its sign
   * @param gradient the gradient of the log-odds, or of the number, times the input, summed over the channels of a
   * pixel, in percent of {@code largestProduct}; empty where an earlier version made the run
   * @param largestProduct the largest of them, without its sign
   * @param maps what each of the shown filters makes of the image, in percent of the largest
   */
  public record Row(int number, String truth, String predicted, List<Integer> image, List<Integer> change,
      double largest, List<Integer> gradient, double largestProduct, List<List<Integer>> maps) {
    /** Copies the lists. */
    public Row {
      image = List.copyOf(image);
      change = List.copyOf(change);
      gradient = gradient == null ? List.of() : List.copyOf(gradient);
      maps = maps.stream().map(List::copyOf).toList();
    }
  }

  /** Copies the lists. */
  public MapEvidence {
    shown = List.copyOf(shown);
    rows = List.copyOf(rows);
  }
}
