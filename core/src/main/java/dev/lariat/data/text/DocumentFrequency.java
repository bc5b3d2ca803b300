package dev.lariat.data.text;

/** In how many rows a term is: a limit. */
public sealed interface DocumentFrequency {
  /** {@return the limit among so many rows; not rounded} */
  double of(int rows);

  /**
   * A number of rows.
   *
   * @param count at least 1
   */
  record Rows(int count) implements DocumentFrequency {
    /** @throws IllegalArgumentException if the number is below 1 */
    public Rows {
      if (count < 1) {
        throw new IllegalArgumentException("a term is in at least 1 row, not in " + count);
      }
    }

    @Override
    public double of(int rows) {
      return count;
    }
  }

  /**
   * A share of the rows.
   *
   * @param share from 0 to 1
   */
  record Share(double share) implements DocumentFrequency {
    /** @throws IllegalArgumentException if the share is not from 0 to 1 */
    public Share {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share of the rows is from 0 to 1, not " + share);
      }
    }

    @Override
    public double of(int rows) {
      return share * rows;
    }
  }

  /**
   * Reads a limit as scikit-learn has it: {@code 2} is two rows, {@code 0.9} nine rows of ten, {@code 1.0} all rows.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static DocumentFrequency parse(String text) {
    String digits = text.strip();
    if (digits.matches("\\d{1,9}")) {
      return new Rows(Integer.parseInt(digits));
    }
    if (digits.matches("\\d*\\.\\d+|\\d+\\.\\d*")) {
      return new Share(Double.parseDouble(digits));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is neither a number of rows (2) nor a share of them (0.9, all of them is 1.0)");
  }
}
