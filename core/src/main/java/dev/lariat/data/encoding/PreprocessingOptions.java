package dev.lariat.data.encoding;

import java.util.Objects;

/**
 * How a table becomes numbers.
 *
 * @param scaling how numbers are scaled
 * @param clip beyond which size scaled numbers are squeezed, smoothly: x/√(1 + (x/clip)²); 0 for not at all. As in
 * RealMLP (Holzmüller et al. 2024, "Better by default"), where it is 3
 * @param missingIndicators whether a column with missing values gets an input that tells where
 * @param minLevelRows levels with fewer training rows than this are joined into one; 1 keeps all
 * @param maxLevels at most this many levels get an input of their own, the most frequent; the rest are joined
 * @param embedAbove categories with more levels than this become integer codes for an embedding;
 * {@link Integer#MAX_VALUE} for none
 * @param channels 0 for columns that are what they are; else all columns are numbers of maps, one pixel's or step's
 * channels together: each channel is standardised as a whole, no column is left out, and nothing is clipped. Null, as
 * in files of earlier versions, is 0
 * @param steps 0 where all columns are numbers of maps; else maps are sequences of at most so many steps: behind their
 * columns stands the one that says how many steps a row has, and behind that what stands beside them, which becomes
 * inputs as a table does. Null, as in files of earlier versions, is 0
 * @param hinges into how many pieces the range of a number is parted at most ({@link Encoding.Hinges}); 0 for none.
 * Null, as in files of earlier versions, is 0
 * @param words of a text that become inputs in their order at most ({@link Encoding.Words}): the table then has one
 * column of text, and the others stand beside it; 0 for texts as counts of words. Null, as in files of earlier
 * versions, is 0
 */
public record PreprocessingOptions(Scaling scaling, double clip, boolean missingIndicators, int minLevelRows,
    int maxLevels, int embedAbove, Integer channels, Integer steps, Integer hinges, Integer words) {
  /** More pieces than this do not pay on any number of rows. */
  private static final int MOST_PIECES = 16;

  /** Checks the ranges. */
  public PreprocessingOptions {
    Objects.requireNonNull(scaling);
    if (!(clip >= 0 && clip < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("clip must be ≥ 0 and finite, not " + clip);
    }
    if (minLevelRows < 1) {
      throw new IllegalArgumentException("minLevelRows must be ≥ 1, not " + minLevelRows);
    }
    if (maxLevels < 1) {
      throw new IllegalArgumentException("maxLevels must be ≥ 1, not " + maxLevels);
    }
    if (embedAbove < 1) {
      throw new IllegalArgumentException("embedAbove must be ≥ 1, not " + embedAbove);
    }
    channels = channels == null ? 0 : channels;
    if (channels < 0) {
      throw new IllegalArgumentException("channels must be ≥ 0, not " + channels);
    }
    steps = steps == null ? 0 : steps;
    if (steps < 0 || (steps > 0 && channels == 0)) {
      throw new IllegalArgumentException("steps must be ≥ 0, and 0 without channels, not " + steps);
    }
    hinges = hinges == null ? 0 : hinges;
    if (hinges < 0) {
      throw new IllegalArgumentException("hinges must be ≥ 0, not " + hinges);
    }
    words = words == null ? 0 : words;
    if (words < 0 || (words > 0 && channels > 0)) {
      throw new IllegalArgumentException("words must be ≥ 0, and 0 with channels, not " + words);
    }
  }

  /** For networks: robust scaling, clipped at 3; levels of fewer than 5 rows joined; one-hot up to 1,000 levels. */
  public static PreprocessingOptions network() {
    return new PreprocessingOptions(Scaling.ROBUST, 3, true, 5, 1000, Integer.MAX_VALUE, 0, 0, 0, 0);
  }

  /** For linear models: numbers as they are; levels of a single row joined. */
  public static PreprocessingOptions linear() {
    return new PreprocessingOptions(Scaling.NONE, 0, true, 2, 1000, Integer.MAX_VALUE, 0, 0, 0, 0);
  }

  /** For additive models: as for linear ones, and the range of each number in up to 16 pieces. */
  public static PreprocessingOptions additive() {
    return linear().hinges(MOST_PIECES);
  }

  /** These options with numbers whose range is parted into at most so many pieces; 0 for none. */
  public PreprocessingOptions hinges(int pieces) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, minLevelRows, maxLevels, embedAbove, channels,
        steps, pieces, words);
  }

  /** These options with another scaling. */
  public PreprocessingOptions scaling(Scaling other) {
    return new PreprocessingOptions(other, clip, missingIndicators, minLevelRows, maxLevels, embedAbove, channels,
        steps, hinges, words);
  }

  /** These options with another clip; 0 for none. */
  public PreprocessingOptions clip(double other) {
    return new PreprocessingOptions(scaling, other, missingIndicators, minLevelRows, maxLevels, embedAbove, channels,
        steps, hinges, words);
  }

  /** These options with embeddings for categories of more levels than this. */
  public PreprocessingOptions embedAbove(int levels) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, minLevelRows, maxLevels, levels, channels, steps,
        hinges, words);
  }

  /** These options with another least number of rows for a level of its own. */
  public PreprocessingOptions minLevelRows(int rows) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, rows, maxLevels, embedAbove, channels, steps,
        hinges, words);
  }

  /** These options for maps of so many channels; 0 for tables. */
  public PreprocessingOptions channels(int count) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, minLevelRows, maxLevels, embedAbove, count, steps,
        hinges, words);
  }

  /** These options for sequences of so many steps at most, of so many channels, with lengths of their own. */
  public PreprocessingOptions sequences(int most, int count) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, minLevelRows, maxLevels, embedAbove, count, most,
        hinges, words);
  }

  /** These options for one column of text whose first words become inputs in their order; 0 for none. */
  public PreprocessingOptions words(int most) {
    return new PreprocessingOptions(scaling, clip, missingIndicators, minLevelRows, maxLevels, embedAbove, channels,
        steps, hinges, most);
  }

  /**
   * All options; channels, hinges and words only where there are some, so that settings of tables read as they ever
   * did.
   */
  @Override
  public String toString() {
    return "PreprocessingOptions[scaling=" + scaling + ", clip=" + clip + ", missingIndicators=" + missingIndicators
        + ", minLevelRows=" + minLevelRows + ", maxLevels=" + maxLevels + ", embedAbove=" + embedAbove
        + (channels == 0 ? "" : ", channels=" + channels) + (steps == 0 ? "" : ", steps=" + steps)
        + (hinges == 0 ? "" : ", hinges=" + hinges) + (words == 0 ? "" : ", words=" + words) + "]";
  }
}
