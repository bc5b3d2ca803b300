package dev.lariat.data.text;

import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the terms of one text after the other. All arrays are used again, so that a term costs no object: a term is a
 * range of {@link #characters()}, from {@link #start} to {@link #end}, until the next text.
 */
final class TermFinder {
  private final TextOptions options;
  private final TermTable stopWords;
  private char[] characters = new char[256];
  private int length;
  private int[] pieceStart = new int[64]; // words, or characters
  private int[] pieceEnd = new int[64];
  private int pieces;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  TermFinder(TextOptions options) {
    this(options, stopWords(options));
  }

  /** @param stopWords of these options; only read, so that finders may share it */
  TermFinder(TextOptions options, TermTable stopWords) {
    this.options = options;
    this.stopWords = stopWords;
  }

  /** {@return the words that are no terms} */
  static TermTable stopWords(TextOptions options) {
    var table = new TermTable();
    for (String word : options.stopWords()) {
      table.add(word.toCharArray(), 0, word.length());
    }
    return table;
  }

  /** {@return how many terms the text has, each counted as often as it is there} A missing text (null) has none. */
  int find(String text) {
    length = 0;
    pieces = 0;
    count = 0;
    if (text == null) {
      return 0;
    }
    // Independent of the user's language; a Σ at a word's end becomes ς, as in Python.
    String lower = text.toLowerCase(Locale.ROOT);
    if (characters.length < lower.length() + 1) {
      characters = new char[Math.max(lower.length() + 1, 2 * characters.length)];
    }
    switch (options.terms()) {
      case WORDS -> words(lower);
      case CHARACTERS -> characters(lower);
    }
    for (int n = options.shortest(); n <= options.longest(); n++) {
      for (int i = 0; i + n <= pieces; i++) {
        term(pieceStart[i], pieceEnd[i + n - 1]);
      }
    }
    return count;
  }

  /** Words with one blank between them, so that several in a row are one range. */
  private void words(String lower) {
    int n = lower.length();
    int at = 0;
    while (at < n) {
      int start = length;
      int points = 0;
      while (at < n) {
        int point = lower.codePointAt(at);
        if (!isWordCharacter(point)) {
          break;
        }
        int width = Character.charCount(point);
        for (int i = 0; i < width; i++) {
          characters[length++] = lower.charAt(at + i);
        }
        at += width;
        points++;
      }
      if (points >= 2 && (stopWords.size() == 0 || stopWords.find(characters, start, length) < 0)) {
        piece(start, length);
        characters[length++] = ' ';
      } else {
        length = start;
      }
      if (at < n) {
        at += Character.charCount(lower.codePointAt(at)); // what ended the word
      }
    }
  }

  /** A letter, a digit or another sign for a number, or an underscore: Python's {@code \w}, without combining marks. */
  private static boolean isWordCharacter(int point) {
    if (point < 128) {
      return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '_'; // in lower case
    }
    return Character.isLetter(point) || switch (Character.getType(point)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  /** Two and more blanks in a row become one; a character may take two places of the array. */
  private void characters(String lower) {
    int n = lower.length();
    for (int at = 0; at < n;) {
      int width = Character.charCount(lower.codePointAt(at));
      int next = at + width;
      if (isSpace(lower.charAt(at))) {
        while (next < n && isSpace(lower.charAt(next))) {
          next++;
        }
      }
      int start = length;
      if (next - at > 1 && isSpace(lower.charAt(at))) {
        characters[length++] = ' ';
      } else {
        for (int i = 0; i < width; i++) {
          characters[length++] = lower.charAt(at + i);
        }
      }
      piece(start, length);
      at = next;
    }
  }

  /** What Python's {@code \s} is, the no-break spaces among it. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f) || c == 0x85
        || (c >= 0xa0 && Character.isSpaceChar(c));
  }

  private void piece(int start, int end) {
    if (pieces == pieceStart.length) {
      pieceStart = Arrays.copyOf(pieceStart, 2 * pieces);
      pieceEnd = Arrays.copyOf(pieceEnd, 2 * pieces);
    }
    pieceStart[pieces] = start;
    pieceEnd[pieces++] = end;
  }

  private void term(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  /** {@return the characters of which terms are ranges; not to be modified} */
  char[] characters() {
    return characters;
  }

  /** {@return a term} */
  String term(int term) {
    return new String(characters, starts[term], ends[term] - starts[term]);
  }

  /** {@return where a term starts} */
  int start(int term) {
    return starts[term];
  }

  /** {@return where a term ends, exclusive} */
  int end(int term) {
    return ends[term];
  }
}
