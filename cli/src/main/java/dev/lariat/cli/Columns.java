package dev.lariat.cli;

import dev.lariat.cli.terminal.Terminal;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumberText;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.Suggestions;
import dev.lariat.data.TextColumn;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lists a table's columns for someone who has not said yet what to predict. */
final class Columns {
  private static final int MOST = 40;
  /** What a line has beside a column's name: two blanks, and the kind. */
  private static final int BESIDE = 16;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Columns() {}

  /**
   * Prints name, kind and missing values of each column, and the command to go on with.
   *
   * @param words how a command line names the table
   */
  static void list(Dataset data, String words, String command, PrintWriter out) {
    List<Column> columns = data.columns();
    Terminal.print(
        data.name() + ": " + NumberText.count(data.rows(), "row") + ", " + NumberText.count(columns.size(), "column"),
        out);
    out.println();
    int longest = Math.clamp(columns.stream().mapToInt(column -> column.name().length()).max().orElse(0), 6, 40);
    int screen = Terminal.screen();
    int width = screen == 0 ? longest : Math.min(longest, screen - BESIDE);
    String format = "  %-" + width + "s  %-12s %s";
    for (Column column : columns.size() > MOST ? columns.subList(0, MOST - 2) : columns) {
      Terminal.print(line(format, column, width), out);
    }
    if (columns.size() > MOST) {
      out.printf(Locale.ROOT, "  … %,d more …%n", columns.size() - MOST + 1);
      Terminal.print(line(format, columns.getLast(), width), out);
    }
    if (columns.size() == 1) {
      out.println();
      Terminal.print(data.name() + ": " + Suggestions.onlyColumn(columns.getFirst().name()), out);
    }
    out.println();
    Terminal.print("Which one is to be predicted? For example:", out);
    out.printf(Locale.ROOT, "  lariat %s %s %s%n", command, words,
        Suggestions.option("--target", likelyTarget(columns).name()));
  }

  private static String line(String format, Column column, int width) {
    return String.format(Locale.ROOT, format, shortened(column.name(), width), column.kind().word(), remark(column))
        .stripTrailing();
  }

  private static String remark(Column column) {
    String levels = switch (column) {
      case CategoryColumn category -> category.levels().size() + " levels";
      case TextColumn text -> length(text);
      case NumericColumn _,SparseColumn _,BooleanColumn _,DateColumn _,ConstantColumn _,IdentifierColumn _ -> "";
    };
    int missing = column.missing();
    String gaps = missing == 0 ? "" : String.format(Locale.ROOT, "%,d missing", missing);
    return levels + (levels.isEmpty() || gaps.isEmpty() ? "" : ", ") + gaps;
  }

  private static String length(TextColumn text) {
    long words = Math.round(wordsPerRow(text));
    return words > 1
        ? String.format(Locale.ROOT, "about %,d words a row", words)
        : "about one word a row: --text-chars 1-3 makes features of its characters";
  }

  private static double wordsPerRow(TextColumn column) {
    long words = 0;
    for (int row = 0; row < column.rows(); row++) {
      words += column.isMissing(row)
          ? 0
          : BLANKS.splitAsStream(column.text(row)).filter(part -> !part.isEmpty()).count();
    }
    return (double) words / Math.max(1, column.rows() - column.missing());
  }

  /**
   * By habit the target stands last, or first, and is a name: a category in one of these places, else the last column.
   */
  private static Column likelyTarget(List<Column> columns) {
    for (Column column : List.of(columns.getLast(), columns.getFirst())) {
      if (column instanceof CategoryColumn) {
        return column;
      }
    }
    return columns.getLast();
  }

  private static String shortened(String name, int width) {
    return name.length() <= width ? name : name.substring(0, width - 1) + "…";
  }
}
