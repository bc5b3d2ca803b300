package dev.lariat.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which name was meant: for messages about a name that is not there. */
public final class Suggestions {
  private static final int SHOWN = 8;

  /** Up to so many letters one edit is all that is believed: {@code --l1} is not {@code --lr} with two faults. */
  private static final int SHORT = 3;

  private Suggestions() {}

  /** What the names name. */
  public enum Kind {
    /** Columns of a table. */
    COLUMNS("its columns") {
      @Override
      String those(List<String> there) {
        return there.size() == 1 ? onlyColumn(there.getFirst()) : super.those(there);
      }
    },
    /** Layers of a network. */
    LAYERS("layers");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** {@return what is said of the names that are there} */
    String those(List<String> there) {
      String list = there.stream().limit(SHOWN).map(Suggestions::listed).collect(Collectors.joining(", "));
      return plural + " are " + list + (there.size() > SHOWN ? ", … (" + there.size() + ")" : "");
    }
  }

  /**
   * The end of a message about a name that is not there: {@code did you mean 'digit'?}, or else what there is.
   *
   * @param wanted the name that is not there
   * @param there the names that are, in the order to list them
   * @param kind what the names name
   */
  public static String suggest(String wanted, List<String> there, Kind kind) {
    return nearest(wanted, there).map(name -> "did you mean '" + name + "'?").orElseGet(() -> kind.those(there));
  }

  /**
   * {@return what is said of a table's only column} Where its name has blanks or colons, it may be several: fields are
   * not parted by those.
   */
  public static String onlyColumn(String name) {
    return "its only column is '" + name + "'"
        + (name.strip().matches("(?s).*[\\s:].*")
            ? "; if these are several, part the fields by a comma, semicolon, tab or |"
            : "");
  }

  /** {@return a name as it stands in a list of names: in quotes if it has a comma, or blanks at its ends} */
  public static String listed(String name) {
    return name.matches("(?s)[^,=\"]*") && name.equals(name.strip()) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * {@return an option with its value, as it is typed: {@code --time-column 'first seen'}} A value that begins as an
   * option does stands behind an equals sign: {@code --target=-x}.
   */
  public static String option(String option, String value) {
    return option + (value.startsWith("-") ? "=" : " ")
        + (value.matches(".*[.,:]") && typed(value).equals(value) ? "'" + value + "'" : typed(value));
  }

  /** {@return an option that takes a list of columns, for these, as it is typed} */
  public static String listOption(String option, String... columns) {
    return option(option, Arrays.stream(columns).map(Suggestions::listed).collect(Collectors.joining(",")));
  }

  /** {@return the option that says of which kind columns are, as it is typed: {@code --kinds 'first seen=date'}} */
  public static String kinds(String kind, String... columns) {
    return option("--kinds",
        Arrays.stream(columns).map(column -> listed(column) + "=" + kind).collect(Collectors.joining(",")));
  }

  /**
   * {@return a word as a shell takes it: in single quotes, unless it has nothing that a shell looks at} What has a line
   * break or another sign that no line shows is written with {@code $'\n'}, so that it stays one line.
   */
  public static String typed(String word) {
    if (word.codePoints().anyMatch(Character::isISOControl)) {
      return word.codePoints().mapToObj(Suggestions::escaped).collect(Collectors.joining("", "$'", "'"));
    }
    return word.matches("[\\p{L}\\p{N}_./,:+-][\\p{L}\\p{N}_./=,:+-]*") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escaped(int letter) {
    return switch (letter) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\'', '\\' -> "\\" + (char) letter;
      default ->
        Character.isISOControl(letter) ? String.format(Locale.ROOT, "\\x%02x", letter) : Character.toString(letter);
    };
  }

  /** {@return the name of a file or folder as it is typed: one that begins as an option does, as {@code ./-x}} */
  public static String typedPath(String path) {
    return typed(path.startsWith("-") && path.length() > 1 ? "./" + path : path);
  }

  /**
   * {@return the name that was probably meant; empty if none is near} The first of those with the fewest edits, in
   * either case: two are believed, or a third of the letters, and never all of them.
   *
   * @param wanted the name that is not there
   * @param there the names that are
   */
  public static Optional<String> nearest(String wanted, Collection<String> there) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    int letters = (int) wanted.chars().filter(Character::isLetterOrDigit).count();
    int least = (letters <= SHORT ? 1 : Math.max(2, letters / 3)) + 1;
    Optional<String> nearest = Optional.empty();
    for (String name : there) {
      int edits = edits(lower, name.toLowerCase(Locale.ROOT), least);
      if (edits < least && edits < Math.max(wanted.length(), name.length())) {
        least = edits;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from a to b ("optimal string alignment");
   * {@code limit} if not fewer.
   */
  private static int edits(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return Math.min(limit, cost[a.length()][b.length()]);
  }
}
