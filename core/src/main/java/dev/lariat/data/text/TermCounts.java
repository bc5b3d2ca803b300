package dev.lariat.data.text;

import java.util.Arrays;

/** The terms of texts: how often each stands in all of them, and in how many. */
final class TermCounts {
  private final TermTable table = new TermTable();
  /**
   * Two a term, side by side: how often it stands; then the number of the last text that holds it in the upper half,
   * and how many texts do in the lower.
   */
  private long[] counts = new long[1 << 11];
  private int texts;

  /**
   * Counts what a finder found as the terms of one more text.
   *
   * @param found how many
   */
  void add(TermFinder finder, int found) {
    texts++;
    for (int t = 0; t < found; t++) {
      int number = finder.into(table, t);
      int at = 2 * number;
      if (at == counts.length) {
        counts = Arrays.copyOf(counts, 2 * at);
      }
      counts[at]++;
      long holding = counts[at + 1];
      if ((int) (holding >>> Integer.SIZE) != texts) {
        counts[at + 1] = (long) texts << Integer.SIZE | (int) holding + 1;
      }
    }
  }

  /** {@return how many different terms there are} */
  int size() {
    return table.size();
  }

  /** {@return a term, in the order in which they came} */
  String term(int number) {
    return table.term(number);
  }

  /** {@return in how many texts a term stands} */
  int inTexts(int number) {
    return (int) counts[2 * number + 1];
  }

  /** {@return how often a term stands in all texts} */
  long total(int number) {
    return counts[2 * number];
  }
}
