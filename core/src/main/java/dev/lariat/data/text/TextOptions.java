package dev.lariat.data.text;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * How texts become features: counts of terms, weighted by how rare a term is (tf-idf), each row of length 1.
 *
 * @param terms what is counted
 * @param shortest the fewest words (or characters) of an n-gram
 * @param longest the most
 * @param least a term in fewer rows is left out
 * @param most a term in more rows is left out
 * @param maxFeatures how many terms are kept at most, the most frequent ones; equally frequent ones in their order
 * @param sublinear 1 + ln(count) in place of the count
 * @param stopWords words that are not counted, in lower case
 */
public record TextOptions(Terms terms, int shortest, int longest, DocumentFrequency least, DocumentFrequency most,
    OptionalInt maxFeatures, boolean sublinear, Set<String> stopWords) {
  /** Words one by one, each in at least 2 rows. */
  public static final TextOptions DEFAULT = new TextOptions(Terms.WORDS, 1, 1, new DocumentFrequency.Rows(2),
      new DocumentFrequency.Share(1), OptionalInt.empty(), false, Set.of());

  /** What is counted in a text. */
  public enum Terms {
    /** Runs of at least two letters, digits and underscores; of several words with one blank between them. */
    WORDS,
    /** Any characters in a row, blanks among them: for languages that do not part their words. */
    CHARACTERS
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the lengths are not 1 ≤ shortest ≤ longest, no feature may be kept, or
   * characters come with stop words
   */
  public TextOptions {
    Objects.requireNonNull(least);
    Objects.requireNonNull(most);
    if (shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          "n-grams have from 1 on, the shortest first, as in 1-2; not " + shortest + "-" + longest);
    }
    if (maxFeatures.isPresent() && maxFeatures.getAsInt() < 1) {
      throw new IllegalArgumentException("at least 1 text feature must be kept, not " + maxFeatures.getAsInt());
    }
    stopWords = Collections.unmodifiableSortedSet(new TreeSet<>(stopWords)); // in one order in every file
    if (terms == Terms.CHARACTERS && !stopWords.isEmpty()) {
      throw new IllegalArgumentException("stop words go with words, not with n-grams of characters");
    }
  }

  /** With n-grams of words. */
  public TextOptions words(int from, int to) {
    return new TextOptions(Terms.WORDS, from, to, least, most, maxFeatures, sublinear, stopWords);
  }

  /** With n-grams of characters. */
  public TextOptions characters(int from, int to) {
    return new TextOptions(Terms.CHARACTERS, from, to, least, most, maxFeatures, sublinear, stopWords);
  }

  /** With terms that are in so many rows. */
  public TextOptions between(DocumentFrequency fewest, DocumentFrequency largest) {
    return new TextOptions(terms, shortest, longest, fewest, largest, maxFeatures, sublinear, stopWords);
  }

  /** With this many terms at most. */
  public TextOptions maxFeatures(int count) {
    return new TextOptions(terms, shortest, longest, least, most, OptionalInt.of(count), sublinear, stopWords);
  }

  /** With 1 + ln(count) in place of the count, or with the count. */
  public TextOptions sublinear(boolean on) {
    return new TextOptions(terms, shortest, longest, least, most, maxFeatures, on, stopWords);
  }

  /** Without these words, which are found in what is given as they are in texts: of "Don't" it is "don". */
  public TextOptions stopWords(List<String> words) {
    var found = new TreeSet<String>();
    var finder = new TermFinder(DEFAULT);
    for (String word : words) {
      for (int t = finder.find(word) - 1; t >= 0; t--) {
        found.add(finder.term(t));
      }
    }
    return new TextOptions(terms, shortest, longest, least, most, maxFeatures, sublinear, found);
  }
}
