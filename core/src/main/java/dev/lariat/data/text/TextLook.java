package dev.lariat.data.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the different values of a column look like: names, or sentences whose words a model can learn from. */
public enum TextLook {
  /** Names, numbers, addresses of web pages: their words say nothing, or there is one only. */
  NAMES,
  /** Several words with blanks between them, many of which come again in other rows. */
  SENTENCES,
  /** Sentences in a writing without blanks between its words, Chinese, Japanese or Thai for example. */
  WITHOUT_BLANKS;

  /** Values of fewer words are names, on average. */
  private static final double LEAST_WORDS = 3;
  /** Of all words at least this share must come again in another value: else a model can learn nothing from them. */
  private static final double LEAST_REPEATED = 0.3;
  /** Most words must have a letter: lists of numbers are no sentences. */
  private static final double LEAST_LETTERED = 0.5;
  /** Names in a writing without blanks have fewer letters than this, on average. */
  private static final double LEAST_LETTERS = 6;
  private static final Set<UnicodeScript> UNPARTED = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
      UnicodeScript.KATAKANA, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR);

  /**
   * {@return what the values look like}
   *
   * @param values different ones
   */
  public static TextLook of(List<String> values) {
    var finder = new TermFinder(TextOptions.DEFAULT);
    var words = new TermCounts();
    long all = 0;
    long lettered = 0;
    long parts = 0;
    long letters = 0;
    long unparted = 0;
    for (String value : values) {
      parts += parts(value);
      int found = finder.find(value);
      all += found;
      words.add(finder, found);
      for (int t = 0; t < found; t++) {
        lettered += Character.isLetter(finder.first(t)) ? 1 : 0;
      }
      for (int at = 0; at < value.length(); at += Character.charCount(value.codePointAt(at))) {
        int point = value.codePointAt(at);
        if (Character.isLetter(point)) {
          letters++;
          unparted += point >= FIRST_UNPARTED && UNPARTED.contains(UnicodeScript.of(point)) ? 1 : 0;
        }
      }
    }
    if (2 * unparted > letters && letters >= LEAST_LETTERS * values.size()) {
      return WITHOUT_BLANKS;
    }
    long repeated = 0;
    for (int word = 0; word < words.size(); word++) {
      repeated += words.inTexts(word) > 1 ? words.total(word) : 0;
    }
    boolean sentences = all >= LEAST_WORDS * values.size() && parts >= LEAST_WORDS * values.size()
        && lettered >= LEAST_LETTERED * all && repeated >= LEAST_REPEATED * all && all > 0;
    return sentences ? SENTENCES : NAMES;
  }

  /** The first letter of Thai: no writing without blanks stands before it. */
  private static final int FIRST_UNPARTED = 0x0E00;

  /** What stands between blanks. */
  private static int parts(String value) {
    int parts = 0;
    boolean inside = false;
    for (int i = 0; i < value.length(); i++) {
      boolean blank = Character.isWhitespace(value.charAt(i));
      parts += !blank && !inside ? 1 : 0;
      inside = !blank;
    }
    return parts;
  }
}
