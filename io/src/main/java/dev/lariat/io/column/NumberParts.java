package dev.lariat.io.column;

import java.util.Set;

/**
 * A number as people write it, taken apart.
 *
 * @param digits its sign and digits, with the marks between them: a minus is {@code -}, an apostrophe {@code '}, each
 * kind of blank a plain one
 * @param surroundings what kind of thing stands around the digits
 * @param affix the thing itself, such as {@code $}, {@code %} or {@code cm}; empty for nothing
 */
record NumberParts(String digits, Surroundings surroundings, String affix) {
  /** What may stand around the digits of a number. */
  enum Surroundings {
    /** Only the digits are there. */
    NOTHING,
    /** A currency, before or after: some rows may leave it out. */
    MONEY,
    /** A per cent sign, after: the number stays as it is written, 12% is 12. */
    PER_CENT,
    /** A unit, after a blank: 5 cm. */
    UNIT
  }

  private static final Set<String> CURRENCIES = Set.of("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RMB", "INR", "AUD",
      "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "RUB", "UAH", "BRL", "MXN", "ARS", "CLP",
      "COP", "KRW", "TWD", "HKD", "SGD", "THB", "IDR", "MYR", "PHP", "VND", "ILS", "AED", "SAR", "EGP", "ZAR", "NGN",
      "KES", "US$", "A$", "C$", "R$", "kr", "Fr.", "Rs", "Rs.", "zł", "Kč", "Ft", "lei");
  private static final int LONGEST_UNIT = 8;
  private static final int LONGEST = 60;

  /** {@return the parts of the text; null if it is not digits with marks, and at most one thing around them} */
  static NumberParts of(String text) {
    if (text.length() > LONGEST || text.chars().noneMatch(NumberParts::isDigit)) {
      return null;
    }
    String plain = plain(text);
    boolean bracketed = plain.startsWith("(") && plain.endsWith(")");
    // Accountants write a loss of 1,200 as (1,200).
    String bare = bracketed ? plain.substring(1, plain.length() - 1).strip() : plain;
    int from = 0;
    while (from < bare.length() && !startsNumber(bare, from)) {
      from++;
    }
    int to = bare.length();
    while (to > from && !isDigit(bare.charAt(to - 1)) && bare.charAt(to - 1) != '.') {
      to--;
    }
    String before = bare.substring(0, from).replace(" ", "");
    String after = bare.substring(to);
    String sign = before.startsWith("-") || before.endsWith("-") ? "-" : "";
    boolean signed = before.startsWith("-") || before.startsWith("+") || before.endsWith("-");
    String money = !signed
        ? before
        : before.startsWith("-") || before.startsWith("+")
            ? before.substring(1)
            : before.substring(0, before.length() - 1);
    if ((bracketed && signed) || (!money.isEmpty() && (!isMoney(money) || !after.isBlank()))) {
      return null;
    }
    String digits = (bracketed ? "-" : sign) + bare.substring(from, to);
    if (!money.isEmpty()) {
      return new NumberParts(digits, Surroundings.MONEY, money);
    }
    String word = after.strip();
    if (word.isEmpty()) {
      return new NumberParts(digits, Surroundings.NOTHING, "");
    }
    if (word.equals("%")) {
      return new NumberParts(digits, Surroundings.PER_CENT, word);
    }
    if (isMoney(word)) {
      return new NumberParts(digits, Surroundings.MONEY, word);
    }
    return after.startsWith(" ") && isUnit(word) ? new NumberParts(digits, Surroundings.UNIT, word) : null;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(switch (c) {
        case '\u2212', '\uFE63', '\uFF0D' -> '-'; // minus signs
        case '\u2019', '\u02BC', '\u00B4' -> '\''; // apostrophes
        default -> Character.isSpaceChar(c) || Character.isWhitespace(c) ? ' ' : c;
      });
    }
    return plain.toString().strip();
  }

  private static boolean startsNumber(String text, int at) {
    char c = text.charAt(at);
    return isDigit(c) || ((c == '.' || c == ',') && at + 1 < text.length() && isDigit(text.charAt(at + 1)));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isMoney(String word) {
    return CURRENCIES.contains(word)
        || (word.length() == 1 && Character.getType(word.charAt(0)) == Character.CURRENCY_SYMBOL);
  }

  private static boolean isUnit(String word) {
    return word.length() <= LONGEST_UNIT
        && word.chars().allMatch(c -> Character.isLetter(c) || "°µ²³/".indexOf(c) >= 0);
  }
}
