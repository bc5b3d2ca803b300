package dev.lariat.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** SQL as it was typed, divided into statements at the semicolons that are not within quotes or comments. */
record SqlText(List<String> before, String query) {
  private static final Pattern COMMENTS = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  /** @throws IllegalArgumentException if there is no statement */
  static SqlText of(String text) {
    var statements = new ArrayList<String>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ';') {
        add(statements, text.substring(start, at));
        start = at + 1;
      }
      at = after(text, at);
    }
    add(statements, text.substring(Math.min(start, text.length())));
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("the query is empty: say one such as \"select * from 'data.parquet'\"");
    }
    return new SqlText(List.copyOf(statements.subList(0, statements.size() - 1)), statements.getLast());
  }

  private static void add(List<String> statements, String statement) {
    if (!COMMENTS.matcher(statement).replaceAll("").isBlank()) {
      statements.add(statement.strip());
    }
  }

  /** The place behind the quote, the comment or the character that begins here. */
  private static int after(String text, int at) {
    char first = text.charAt(at);
    if (first == '\'' || first == '"') {
      return behind(text, String.valueOf(first), at + 1);
    }
    if (text.startsWith("--", at)) {
      return behind(text, "\n", at);
    }
    if (text.startsWith("/*", at)) {
      return behind(text, "*/", at + 2);
    }
    return text.startsWith("$$", at) ? behind(text, "$$", at + 2) : at + 1;
  }

  private static int behind(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }
}
