package dev.lariat.data.text;

import java.util.Arrays;

/** The terms of texts: how often each stands in all of them, and in how many. */
final class TermCounts {
  private final TermTable table = new TermTable();
  private int[] inTexts = new int[1 << 10]; // [terms] texts that hold the term
  private int[] last = new int[1 << 10]; // [terms] the number of the last such text
  private long[] total = new long[1 << 10]; // [terms] how often it stands
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
      if (number == total.length) {
        inTexts = Arrays.copyOf(inTexts, 2 * number);
        last = Arrays.copyOf(last, 2 * number);
        total = Arrays.copyOf(total, 2 * number);
      }
      total[number]++;
      if (last[number] != texts) {
        last[number] = texts;
        inTexts[number]++;
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
    return inTexts[number];
  }

  /** {@return how often a term stands in all texts} */
  long total(int number) {
    return total[number];
  }
}
