package dev.lariat.data.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A vocabulary learnt from some rows' texts, and the weight of each of its terms:
 *
 * <pre>{@code
 * x(row, term) = tf · idf / ‖row‖₂     tf = count or 1 + ln(count)     idf = ln((1 + n)/(1 + df)) + 1
 * }</pre>
 *
 * with n the rows and df the rows that hold the term (Salton and Buckley 1988, in the form that scikit-learn's
 * {@code TfidfVectorizer} has; its features are equal to 1e-12). Rows without a known term are 0. Immutable.
 */
public final class TextFeatures {
  private final TextOptions options;
  private final List<String> terms;
  private final double[] idf; // [terms]
  private final TermTable table; // a term's number is its place in terms
  private final TermTable stopWords;

  private TextFeatures(TextOptions options, List<String> terms, double[] idf) {
    this.options = options;
    this.terms = terms;
    this.idf = idf;
    stopWords = TermFinder.stopWords(options);
    table = new TermTable();
    for (String term : terms) {
      char[] characters = term.toCharArray();
      table.add(characters, 0, characters.length);
    }
    if (table.size() != terms.size()) {
      throw new IllegalArgumentException("a term stands twice in the vocabulary");
    }
  }

  /**
   * Takes up what {@link #terms()} and {@link #idf()} gave, from a file perhaps.
   *
   * @param terms distinct
   * @param idf [terms] positive
   * @throws IllegalArgumentException if the sizes differ, a term stands twice or a weight is not positive
   */
  public static TextFeatures of(TextOptions options, List<String> terms, double[] idf) {
    if (terms.size() != idf.length) {
      throw new IllegalArgumentException(terms.size() + " terms, but " + idf.length + " weights");
    }
    for (double weight : idf) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the weight of a term must be positive and finite, not " + weight);
      }
    }
    return new TextFeatures(options, List.copyOf(terms), idf.clone());
  }

  /**
   * Learns the vocabulary from these rows and no others.
   *
   * @param texts a row's text, null where it is missing
   * @param rows the rows to learn from
   */
  public static TextFeatures fit(IntFunction<String> texts, int[] rows, TextOptions options) {
    var learner = new Learner(options);
    for (int row : rows) {
      learner.add(texts.apply(row));
    }
    return learner.features();
  }

  /** Learns a vocabulary from texts that come one after the other: their terms are kept, and they are not. */
  public static final class Learner {
    private final TextOptions options;
    private final TermFinder finder;
    private final TermCounts counts = new TermCounts();
    private int rows;

    /** A learner that has seen nothing. */
    public Learner(TextOptions options) {
      this.options = options;
      finder = new TermFinder(options);
    }

    /** Takes a row's text, null where it is missing. */
    public void add(String text) {
      rows++;
      counts.add(finder, finder.find(text));
    }

    /** {@return how many rows have been taken} */
    public int rows() {
      return rows;
    }

    /** {@return what these texts teach} */
    public TextFeatures features() {
      return chosen(counts, rows, options);
    }
  }

  /** {@return how many of these rows' texts have more terms than so many, known or not} */
  public static int longer(IntFunction<String> texts, int[] rows, TextOptions options, int most) {
    var finder = new TermFinder(options);
    return (int) Arrays.stream(rows).filter(row -> finder.find(texts.apply(row)) > most).count();
  }

  private static TextFeatures chosen(TermCounts counts, int rows, TextOptions options) {
    double least = options.least().of(rows);
    double most = options.most().of(rows);
    record Term(String text, int inRows, long total) {}
    var kept = new ArrayList<Term>();
    for (int t = 0; t < counts.size(); t++) {
      if (counts.inTexts(t) >= least && counts.inTexts(t) <= most) {
        kept.add(new Term(counts.term(t), counts.inTexts(t), counts.total(t)));
      }
    }
    Comparator<Term> byText = Comparator.comparing(Term::text, TextFeatures::byCodePoint);
    if (options.maxFeatures().isPresent() && kept.size() > options.maxFeatures().getAsInt()) {
      kept.sort(Comparator.comparingLong(Term::total).reversed().thenComparing(byText));
      kept.subList(options.maxFeatures().getAsInt(), kept.size()).clear();
    }
    kept.sort(byText);
    // StrictMath: the same bits on any machine.
    return new TextFeatures(options, kept.stream().map(Term::text).toList(),
        kept.stream().mapToDouble(term -> StrictMath.log((1.0 + rows) / (1.0 + term.inRows)) + 1).toArray());
  }

  /** The order of Unicode. {@code String.compareTo} sorts what lies beyond 16 bits before some that does not. */
  static int byCodePoint(String one, String other) {
    int n = Math.min(one.length(), other.length());
    for (int i = 0; i < n; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean beyond = Character.isSurrogate(a);
        return beyond == Character.isSurrogate(b) ? Character.compare(a, b) : beyond ? 1 : -1;
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /** {@return the settings} */
  public TextOptions options() {
    return options;
  }

  /** {@return the terms in the order of Unicode, one a feature} */
  public List<String> terms() {
    return terms;
  }

  /** {@return the weights of the terms, a copy} */
  public double[] idf() {
    return idf.clone();
  }

  /** {@return how many features there are} */
  public int width() {
    return idf.length;
  }

  /** {@return an encoder of rows; each thread needs its own} */
  public Encoder encoder() {
    return new Encoder();
  }

  /** Encodes one text after the other, into arrays that are used again. */
  public final class Encoder {
    private final TermFinder finder = new TermFinder(options, stopWords);
    private int[] found = new int[64];
    private double[] value = new double[64];
    private int count;

    private Encoder() {}

    /**
     * Encodes a text; what it gave is read by {@link #term} and {@link #value} until the next one.
     *
     * @param text null where it is missing
     * @return how many features are not 0
     */
    public int encode(String text) {
      int all = finder.find(text);
      if (found.length < all) {
        found = new int[Math.max(all, 2 * found.length)];
        value = new double[found.length];
      }
      int known = 0;
      for (int t = 0; t < all; t++) {
        int number = finder.in(table, t);
        if (number >= 0) {
          found[known++] = number;
        }
      }
      Arrays.sort(found, 0, known);
      count = 0;
      double square = 0;
      for (int t = 0; t < known;) {
        int number = found[t];
        int times = 0;
        while (t < known && found[t] == number) {
          times++;
          t++;
        }
        double weight = (options.sublinear() ? 1 + StrictMath.log(times) : times) * idf[number];
        found[count] = number;
        value[count++] = weight;
        square += weight * weight;
      }
      double norm = Math.sqrt(square);
      for (int i = 0; i < count; i++) {
        value[i] /= norm;
      }
      return count;
    }

    /**
     * The first terms of a text in their order, each as its feature; a term that is none is {@link #width()}.
     *
     * @param text null where it is missing
     * @param most how many are taken
     * @param to receives them, from {@code at} on
     * @return how many there are; of a text without terms one, that is no feature
     */
    public int inOrder(String text, int most, float[] to, int at) {
      int taken = Math.min(most, finder.find(text));
      for (int t = 0; t < taken; t++) {
        int number = finder.in(table, t);
        to[at + t] = number < 0 ? width() : number;
      }
      if (taken == 0) {
        to[at] = width();
      }
      return Math.max(taken, 1);
    }

    /** {@return the feature of an entry; entries are ascending} */
    public int term(int entry) {
      return found[entry];
    }

    /** {@return the value of an entry} */
    public double value(int entry) {
      return value[entry];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextFeatures features && options.equals(features.options) && terms.equals(features.terms)
        && Arrays.equals(idf, features.idf);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return width() + " terms"
        + IntStream.range(0, Math.min(3, width()))
            .mapToObj(terms::get)
            .reduce("", (all, term) -> all + (all.isEmpty() ? ": " : ", ") + term)
        + (width() > 3 ? ", …" : "");
  }
}
