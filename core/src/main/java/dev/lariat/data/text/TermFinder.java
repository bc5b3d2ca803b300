package dev.lariat.data.text;

import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the terms of one text after the other. All arrays are used again, so that a term costs no object: a term is a
 * range of characters until the next text.
 */
final class TermFinder {
  /** What a text's characters are in lower case, 0 for those that are in no word. */
  private static final char[] LOWER = lower();
  /** Of those whose lower case is more than a character, or depends on the others: such a text takes the slow way. */
  private static final char HARD = '\uFFFF';

  private final TextOptions options;
  private final TermTable stopWords;
  private char[] raw = new char[256];
  private char[] characters = new char[256];
  private int length;
  private int[] pieceStart = new int[64]; // words, or characters
  private int[] pieceEnd = new int[64];
  private int[] pieceHash = new int[64];
  private int pieces;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] hashes = new int[64];
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
    switch (options.terms()) {
      case WORDS -> {
        if (!plainWords(text)) {
          length = 0;
          pieces = 0;
          words(lower(text));
        }
      }
      case CHARACTERS -> characters(lower(text));
    }
    for (int n = options.shortest(); n <= options.longest(); n++) {
      for (int i = 0; i + n <= pieces; i++) {
        int start = pieceStart[i];
        int end = pieceEnd[i + n - 1];
        term(start, end, n == 1 ? pieceHash[i] : TermTable.hash(characters, start, end));
      }
    }
    return count;
  }

  /** Independent of the user's language; a Σ at a word's end becomes ς, as in Python. Makes room for its characters. */
  private String lower(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    makeRoom(lower.length());
    return lower;
  }

  private void makeRoom(int letters) {
    if (characters.length < letters + 1) {
      characters = new char[Math.max(letters + 1, 2 * characters.length)];
    }
  }

  private static char[] lower() {
    char[] lower = new char[1 << Character.SIZE];
    for (int i = 0; i < lower.length; i++) {
      char c = (char) i;
      String alone = String.valueOf(c).toLowerCase(Locale.ROOT);
      if (Character.isSurrogate(c) || alone.length() != 1 || c == 'Σ') {
        lower[i] = HARD;
      } else if (isWordCharacter(alone.charAt(0))) {
        lower[i] = alone.charAt(0);
      }
    }
    return lower;
  }

  /** What {@link #words} finds, in one pass; false where it cannot. */
  private boolean plainWords(String text) {
    int n = text.length();
    if (raw.length < n) {
      raw = new char[Math.max(n, 2 * raw.length)];
    }
    makeRoom(n);
    text.getChars(0, n, raw, 0);
    char[] out = characters;
    int to = 0;
    int start = 0;
    int hash = 0;
    for (int at = 0; at <= n; at++) {
      char c = at < n ? LOWER[raw[at]] : 0;
      if (c == HARD) {
        return false;
      }
      if (c != 0) {
        out[to++] = c;
        hash = 31 * hash + c;
      } else if (to > start) {
        if (to - start >= 2 && (stopWords.size() == 0 || stopWords.find(out, start, to) < 0)) {
          piece(start, to, TermTable.mixed(hash));
          out[to++] = ' ';
          start = to;
        } else {
          to = start;
        }
        hash = 0;
      }
    }
    return true;
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
        piece(start, length, TermTable.hash(characters, start, length));
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
      piece(start, length, TermTable.hash(characters, start, length));
      at = next;
    }
  }

  /** What Python's {@code \s} is, the no-break spaces among it. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f) || c == 0x85
        || (c >= 0xa0 && Character.isSpaceChar(c));
  }

  private void piece(int start, int end, int hash) {
    if (pieces == pieceStart.length) {
      pieceStart = Arrays.copyOf(pieceStart, 2 * pieces);
      pieceEnd = Arrays.copyOf(pieceEnd, 2 * pieces);
      pieceHash = Arrays.copyOf(pieceHash, 2 * pieces);
    }
    pieceHash[pieces] = hash;
    pieceStart[pieces] = start;
    pieceEnd[pieces++] = end;
  }

  private void term(int start, int end, int hash) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count] = hash;
    starts[count] = start;
    ends[count++] = end;
  }

  /** {@return a term} */
  String term(int term) {
    return new String(characters, starts[term], ends[term] - starts[term]);
  }

  /** {@return a term's first code point} */
  int first(int term) {
    return Character.codePointAt(characters, starts[term], ends[term]);
  }

  /** {@return a term's number in a table, −1 where it is not there} */
  int in(TermTable table, int term) {
    return table.find(characters, starts[term], ends[term], hashes[term]);
  }

  /** {@return a term's number in a table, a new one where it was not there} */
  int into(TermTable table, int term) {
    return table.add(characters, starts[term], ends[term], hashes[term]);
  }
}
