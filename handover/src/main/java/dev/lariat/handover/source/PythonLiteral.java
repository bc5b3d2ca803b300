package dev.lariat.handover.source;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as Python writes them. */
public final class PythonLiteral {
  private static final int LINE = 90;

  private PythonLiteral() {}

  /** A Python string literal. */
  public static String quoted(String value) {
    var literal = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          if (c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
            literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            literal.append(c);
          }
        }
      }
    }
    return literal.append('"').toString();
  }

  /** A Python list of strings. */
  public static String strings(Collection<String> values) {
    return values.stream().map(PythonLiteral::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A Python list of numbers, wrapped. */
  public static String numbers(List<Integer> values) {
    var list = new StringBuilder("[");
    int column = 0;
    for (int value : values) {
      String item = (list.length() > 1 ? ", " : "") + value;
      if (column + item.length() > LINE) {
        list.append(",\n    ").append(value);
        column = 4;
      } else {
        list.append(item);
        column += item.length();
      }
    }
    return list.append("]").toString();
  }

  /** A Python set of strings, wrapped. */
  public static String set(Collection<String> values) {
    var set = new StringBuilder("{");
    int column = 1;
    String between = "";
    for (String value : values) {
      String item = quoted(value);
      boolean wraps = column + item.length() > LINE;
      set.append(wraps ? between.stripTrailing() + "\n    " : between).append(item);
      column = wraps ? item.length() : column + between.length() + item.length();
      between = ", ";
    }
    return set.append("}").toString();
  }

  public static String bool(boolean value) {
    return value ? "True" : "False";
  }
}
