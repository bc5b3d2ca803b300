package dev.lariat.page;

import static dev.lariat.page.HtmlDocument.escaped;

import java.util.List;
import java.util.regex.Pattern;

/** Tables: columns of numbers are aligned to the right, and on a phone rows of words become cards. */
public final class HtmlTable {
  private static final Pattern NUMBER = Pattern.compile("(|[−+±-]?[0-9.,]+(e[−-]?[0-9]+)?[ %×]*)");
  /** Characters of a row beyond which it does not fit on a phone. */
  private static final int WIDE = 90;
  /** More columns than this fit nowhere side by side if they hold words. */
  private static final int MOST_COLUMNS = 5;

  private HtmlTable() {}

  /** Which columns hold nothing but numbers. */
  public static boolean[] numeric(int columns, List<List<String>> rows) {
    var numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      numeric[c] = !rows.isEmpty() && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
    return numeric;
  }

  /**
   * A table.
   *
   * @param header one cell per column, as text
   * @param rows as many cells as the header has, as text
   */
  public static String of(List<String> header, List<List<String>> rows) {
    boolean[] numeric = numeric(header.size(), rows);
    // Columns of words do not fit on a phone side by side: there each row becomes a card; many of them fit nowhere.
    boolean stack = rows.stream().anyMatch(row -> String.join("", row).length() > WIDE);
    String kind = !stack ? "" : numeric.length > MOST_COLUMNS ? " class=\"cards\"" : " class=\"stack\"";
    var html = new StringBuilder("<div class=\"wide\" tabindex=\"0\"><table").append(kind).append("><thead><tr>");
    for (int c = 0; c < numeric.length; c++) {
      html.append(numeric[c] ? "<th class=\"number\">" : "<th>").append(escaped(header.get(c))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int c = 0; c < numeric.length; c++) {
        html.append("<td").append(numeric[c] ? " class=\"number\"" : "");
        if (stack && c > 0) {
          html.append(" data-name=\"").append(escaped(header.get(c))).append('"');
        }
        html.append('>').append(escaped(row.get(c))).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}
