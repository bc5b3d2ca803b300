package dev.lariat.studio.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word of a command line as a line of text proposes it: what it means without the quotes that a shell wants. */
final class TypedWord {
  /**
   * A word, as {@link dev.lariat.data.Suggestions#typed} writes it. One without quotes ends before a sentence's point.
   */
  static final String PATTERN = "(?:\\$'(?:[^'\\\\]|\\\\.)*'|'[^']*'(?:\\\\''[^']*')*|[\\p{L}\\p{N}_./=,:+-]*[\\p{L}\\p{N}_/=+-])";

  private static final Pattern ESCAPED = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
  private static final Pattern NAME = Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(?:,|$)");
  private static final Pattern PAIR = Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*?))=(\\w+)(?:,|$)");

  /**
   * A name and what is told about it.
   *
   * @param name of a column
   * @param value behind the equals sign
   */
  record Pair(String name, String value) {}

  private TypedWord() {}

  /** {@return what a word means} */
  static String of(String typed) {
    if (typed.startsWith("$'")) {
      return ESCAPED.matcher(typed.substring(2, typed.length() - 1))
          .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
    }
    return typed.startsWith("'") ? typed.substring(1, typed.length() - 1).replace("'\\''", "'") : typed;
  }

  private static String escaped(String letter) {
    return switch (letter.charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'x' -> Character.toString(Integer.parseInt(letter.substring(1), 16));
      default -> letter;
    };
  }

  /** {@return the names of a list} */
  static List<String> names(String typed) {
    var names = new ArrayList<String>();
    Matcher item = NAME.matcher(of(typed));
    while (item.lookingAt() && item.end() > item.start()) {
      names.add(unquoted(item));
      item.region(item.end(), item.regionEnd());
    }
    return names;
  }

  /** {@return the pairs of a list; none where it has anything else} */
  static List<Pair> pairs(String typed) {
    var pairs = new ArrayList<Pair>();
    Matcher item = PAIR.matcher(of(typed));
    while (item.lookingAt()) {
      pairs.add(new Pair(unquoted(item), item.group(3)));
      item.region(item.end(), item.regionEnd());
    }
    return item.regionStart() == item.regionEnd() ? pairs : List.of();
  }

  private static String unquoted(Matcher item) {
    return item.group(1) == null ? item.group(2) : item.group(1).replace("\"\"", "\"");
  }
}
