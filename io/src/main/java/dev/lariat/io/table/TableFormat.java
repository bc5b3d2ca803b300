package dev.lariat.io.table;

import dev.lariat.data.DataException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What kind of table a file is, by its first bytes. */
enum TableFormat {
  /** Text with separators. */
  CSV,
  /** Apache Parquet. */
  PARQUET,
  /** Lines of {@code label index:value index:value}. */
  SVMLIGHT;

  private static final Pattern SVMLIGHT_LINE = Pattern
      .compile("[-+.\\w]+([ \\t]+qid:\\d+)?([ \\t]+\\d+:[-+.\\w]+)+[ \\t]*(#.*)?");

  /**
   * The file's format.
   *
   * @throws DataException if it is something else that is known, or no text; the message says what to do
   */
  static TableFormat of(Source source) {
    if (source.starts('P', 'A', 'R', '1')) {
      return PARQUET;
    }
    refuseOthers(source);
    String name = source.name().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".parquet")) {
      throw new DataException(
          source.path() + " is not a Parquet file: it does not start with PAR1; copy or write it again");
    }
    if (name.endsWith(".svm") || name.endsWith(".svmlight") || name.endsWith(".libsvm")) {
      return SVMLIGHT;
    }
    String head = new String(source.head(), StandardCharsets.ISO_8859_1);
    String first = head.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).findFirst().orElse("");
    // The head may end within the line.
    String whole = first.length() < head.length() ? first : first.replaceFirst("[ \\t][^ \\t]*$", "");
    return SVMLIGHT_LINE.matcher(whole).matches() ? SVMLIGHT : CSV;
  }

  private static void refuseOthers(Source source) {
    if (source.starts('P', 'K', 3, 4)) {
      throw not(source, "a zip archive or a spreadsheet", "save the table as CSV");
    }
    if (source.starts(0xD0, 0xCF, 0x11, 0xE0)) {
      throw not(source, "a spreadsheet", "save the table as CSV");
    }
    if (source.starts('B', 'Z', 'h')) {
      throw not(source, "a bzip2 file", "unpack it first, or use gzip");
    }
    if (source.starts(0xFD, '7', 'z', 'X', 'Z')) {
      throw not(source, "an xz file", "unpack it first, or use gzip");
    }
    if (source.starts(0x28, 0xB5, 0x2F, 0xFD)) {
      throw not(source, "a zstd file", "unpack it first, or use gzip");
    }
    boolean marked = !source.charset().equals(StandardCharsets.UTF_8);
    String head = new String(source.head(), marked ? source.charset() : StandardCharsets.ISO_8859_1);
    if (!marked && looksLikeUtf16(source.head())) {
      throw not(source, "UTF-16 without a byte-order mark", "save it as UTF-8");
    }
    if (head.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A)) {
      throw not(source, "binary", "give a CSV, TSV, Parquet or svmlight file");
    }
    String text = head.replaceFirst("^(\\uFEFF|\\u00EF\\u00BB\\u00BF)", "").stripLeading();
    String lower = text.substring(0, Math.min(200, text.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("<")) {
      throw not(source, lower.contains("html") ? "an HTML page" : "XML", "download or save the table itself, as CSV");
    }
    if (Pattern.compile("^(\\{\\s*[\"}]|\\[\\s*[\\[{\"\\d])", Pattern.DOTALL).matcher(text).lookingAt()) {
      throw not(source, "JSON", "save the table as CSV");
    }
    if (lower.startsWith("%pdf")) {
      throw not(source, "a PDF", "save the table as CSV");
    }
  }

  private static boolean looksLikeUtf16(byte[] head) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        even += 1 - i % 2;
        odd += i % 2;
      }
    }
    int half = head.length / 2;
    return half >= 4 && ((even > 0.4 * half && odd == 0) || (odd > 0.4 * half && even == 0));
  }

  private static DataException not(Source source, String what, String remedy) {
    return new DataException(source.path() + " is not a table, but " + what + "; " + remedy);
  }
}
