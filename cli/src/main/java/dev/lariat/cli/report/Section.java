package dev.lariat.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the report.
 *
 * @param id for links
 * @param question what it answers, for example {@code Does it overfit?}
 * @param finding the answer in one line
 * @param blocks from top to bottom
 */
record Section(String id, String question, String finding, List<Block> blocks) {
  /** A part of a section. */
  sealed interface Block {}

  record Paragraph(String text) implements Block {}

  /** A figure, drawn. */
  record Drawn(Figure figure) implements Block {}

  /**
   * A table that is shown at once.
   *
   * @param caption what it holds; empty for none
   */
  record Table(String caption, List<String> header, List<List<String>> rows) implements Block {}

  /**
   * Commands or code, as they are.
   *
   * @param title of what unfolds; empty for what is shown at once
   */
  record Code(String title, String text) implements Block {}

  Section {
    blocks = List.copyOf(blocks);
  }

  static Builder of(String id, String question) {
    return new Builder(id, question);
  }

  /** Collects blocks. */
  static final class Builder {
    private final String id;
    private final String question;
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String id, String question) {
      this.id = id;
      this.question = question;
    }

    Builder say(String text) {
      blocks.add(new Paragraph(text));
      return this;
    }

    Builder draw(Figure figure) {
      blocks.add(new Drawn(figure));
      return this;
    }

    Builder table(String caption, List<String> header, List<List<String>> rows) {
      blocks.add(new Table(caption, header, rows));
      return this;
    }

    Builder code(String title, String text) {
      blocks.add(new Code(title, text));
      return this;
    }

    Section finding(String finding) {
      return new Section(id, question, finding, blocks);
    }
  }
}
