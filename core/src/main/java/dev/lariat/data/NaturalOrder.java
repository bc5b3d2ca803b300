package dev.lariat.data;

import java.util.Comparator;
import java.util.List;

/** The order in which people list names: numbers by value, and {@code step 9} before {@code step 10}. A total order. */
final class NaturalOrder {
  private NaturalOrder() {}

  /** Numerically if every name is a number, else by runs of digits and characters. */
  static Comparator<String> of(List<String> names) {
    for (String name : names) {
      if (Double.isNaN(Numbers.parse(name))) {
        return NaturalOrder::compare;
      }
    }
    return Comparator.<String>comparingDouble(Numbers::parse).thenComparing(Comparator.naturalOrder());
  }

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        int order = compareDigits(a.substring(i, endA), b.substring(j, endB));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int compareDigits(String a, String b) {
    String x = a.replaceFirst("^0+(?=.)", "");
    String y = b.replaceFirst("^0+(?=.)", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
