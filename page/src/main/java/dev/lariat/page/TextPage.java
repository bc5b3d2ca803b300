package dev.lariat.page;

import dev.lariat.page.HtmlTable;
import java.util.ArrayList;
import java.util.List;

/** A page as text that fits the screen, and is at most {@link #WIDTH} columns wide. */
public final class TextPage {
  /** Columns of a line. */
  public static final int WIDTH = 80;

  private final Glyphs glyphs;
  private final int width;
  private final List<String> out = new ArrayList<>();

  private TextPage(Glyphs glyphs, int width) {
    this.glyphs = glyphs;
    this.width = width;
  }

  /**
   * {@return the page as text}
   *
   * @param screen columns that there are, at least 32
   */
  public static String of(Page page, Glyphs glyphs, int screen) {
    TextPage text = new TextPage(glyphs, Math.min(screen, WIDTH));
    text.heading(page.title(), '=');
    for (Block block : page.blocks()) {
      text.out.add("");
      text.block(block);
    }
    return String.join("\n", text.out) + "\n";
  }

  private void block(Block block) {
    switch (block) {
      case Block.Heading(String text) -> heading(text, '-');
      case Block.Paragraph(String text) -> out.addAll(wrapped(glyphs.of(text), "", ""));
      case Block.Marked(String title, List<Block.Marked.Span> spans) -> {
        var text = new StringBuilder(title).append(' ');
        for (Block.Marked.Span span : spans) {
          text.append(span.text());
          if (Math.abs(span.weight()) >= Block.Marked.Span.STRONG) {
            text.append(span.weight() > 0 ? " (+)" : " (−)");
          }
        }
        out.addAll(wrapped(glyphs.of(text.toString().replaceAll("\\s+", " ")), "", ""));
      }
      case Block.Lines(List<String> lines) ->
        lines.forEach(line -> out.addAll(wrapped(glyphs.of(line), "  ", "      ")));
      case Block.Table table -> {
        if (!table.caption().isEmpty()) {
          say(table.caption());
        }
        table(table);
      }
      case Block.Code(String title, String text) -> {
        say(title);
        text.lines().forEach(line -> out.add("  " + line));
      }
      case Block.Items(List<String> items) ->
        items.forEach(item -> out.addAll(wrapped(glyphs.of(item), glyphs.of("• "), "  ")));
      case Block.Glossary(List<Block.Glossary.Term> terms) ->
        terms.forEach(term -> out.addAll(wrapped(glyphs.of(term.name() + ": " + term.meaning()), "", "  ")));
      // Of a figure that answers the pointer text has the numbers.
      case Block.Drawn(Figure figure) -> {
        say(figure.title());
        table(new Block.Table(figure.header(), figure.rows()));
      }
      case Block.Plot plot -> TextPlot.lines(plot, width).forEach(line -> out.add(glyphs.of(line)));
      case Block.Squares squares -> squares(squares);
    }
  }

  private void heading(String text, char rule) {
    List<String> title = wrapped(glyphs.of(text), "", "");
    out.addAll(title);
    out.add(Character.toString(rule).repeat(title.stream().mapToInt(TextPage::width).max().orElseThrow()));
  }

  private void squares(Block.Squares squares) {
    say(squares.title());
    int longest = squares.names().stream().mapToInt(name -> width(glyphs.of(name))).max().orElse(0);
    for (int r = 0; r < squares.on().size(); r++) {
      StringBuilder row = new StringBuilder("  ").append(padded(glyphs.of(squares.names().get(r)), longest, false));
      for (boolean on : squares.on().get(r)) {
        if (row.length() + 2 > width) {
          out.add(row.toString());
          row = new StringBuilder(" ".repeat(2 + longest));
        }
        row.append(' ').append(glyphs.of(on ? "■" : "□"));
      }
      out.add(row.toString());
    }
  }

  private void table(Block.Table table) {
    int columns = table.header().size();
    int[] widths = new int[columns];
    List<List<String>> all = new ArrayList<>();
    all.add(table.header());
    all.addAll(table.rows());
    for (List<String> row : all) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], width(glyphs.of(row.get(c))));
      }
    }
    int total = 2;
    for (int w : widths) {
      total += w + 2;
    }
    if (total - 2 > width) {
      records(table);
      return;
    }
    boolean[] numeric = HtmlTable.numeric(table.header().size(), table.rows());
    for (int r = 0; r < all.size(); r++) {
      StringBuilder line = new StringBuilder("  ");
      for (int c = 0; c < columns; c++) {
        line.append(padded(glyphs.of(all.get(r).get(c)), widths[c], numeric[c])).append("  ");
      }
      out.add(line.toString().stripTrailing());
      if (r == 0) {
        out.add("  " + glyphs.of("─").repeat(total - 4));
      }
    }
  }

  /** A table that is too wide, row by row: the first cell as the title, the others named. */
  private void records(Block.Table table) {
    int longest = table.header().stream().skip(1).mapToInt(name -> width(glyphs.of(name))).max().orElse(0);
    for (int r = 0; r < table.rows().size(); r++) {
      List<String> row = table.rows().get(r);
      if (r > 0) {
        out.add("");
      }
      out.addAll(wrapped(glyphs.of(row.getFirst()), "  ", "    "));
      for (int c = 1; c < row.size(); c++) {
        String name = "    " + padded(glyphs.of(table.header().get(c)), longest, false) + "  ";
        out.addAll(wrapped(glyphs.of(row.get(c)), name, " ".repeat(longest + 6)));
      }
    }
  }

  private static String padded(String text, int width, boolean right) {
    String space = " ".repeat(Math.max(0, width - width(text)));
    return right ? space + text : text + space;
  }

  private void say(String text) {
    out.addAll(wrapped(glyphs.of(text), "", ""));
  }

  private List<String> wrapped(String text, String first, String hanging) {
    return wrapped(text, first, hanging, width);
  }

  /**
   * A text in lines.
   *
   * @param first what the first line begins with
   * @param hanging what the others begin with
   * @param most columns of a line; a longer word has a longer line
   */
  public static List<String> wrapped(String text, String first, String hanging, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    int indentation = 0;
    while (indentation < text.length() && text.charAt(indentation) == ' ') {
      indentation++;
    }
    line.append(" ".repeat(indentation));
    for (String word : text.strip().split(" ", -1)) {
      if (!empty && width(line.toString()) + 1 + width(word) > most) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(hanging);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** Columns on a terminal: a combining accent takes none. */
  public static int width(String text) {
    return (int) text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).count();
  }
}
