package dev.lariat.cli;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The word that was probably meant: the nearest by edits, if it is near at all. */
final class Nearest {
  private Nearest() {}

  /**
   * Returns the candidate with the fewest edits from {@code word}, ignoring case, if those are at most a third of its
   * letters (and one is always allowed)
   */
  static Optional<String> to(String word, Stream<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    record Candidate(String name, int edits) {}
    return candidates.map(name -> new Candidate(name, edits(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(c -> c.edits <= Math.max(1, letters(c.name) / 3))
        .min(Comparator.comparingInt(Candidate::edits))
        .map(Candidate::name);
  }

  private static int letters(String name) {
    return (int) name.chars().filter(c -> c != '-').count();
  }

  /** Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment). */
  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
