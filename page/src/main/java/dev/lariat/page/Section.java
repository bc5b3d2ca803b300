package dev.lariat.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a report.
 *
 * @param id for links
 * @param question what it answers, for example {@code Does it overfit?}
 * @param finding the answer in one line
 * @param blocks from top to bottom
 */
public record Section(String id, String question, String finding, List<Block> blocks) {
  /** Copies the blocks. */
  public Section {
    blocks = List.copyOf(blocks);
  }

  /** {@return a section that is filled from top to bottom} */
  public static Builder of(String id, String question) {
    return new Builder(id, question);
  }

  /** Collects blocks. */
  public static final class Builder {
    private final String id;
    private final String question;
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String id, String question) {
      this.id = id;
      this.question = question;
    }

    /** Says something. */
    public Builder say(String text) {
      return add(new Block.Paragraph(text));
    }

    /** Shows a figure. */
    public Builder draw(Figure figure) {
      return add(new Block.Drawn(figure));
    }

    /** Shows a table. */
    public Builder table(String caption, List<String> header, List<List<String>> rows) {
      return add(new Block.Table(caption, header, rows));
    }

    /** Shows a program, folded away. */
    public Builder code(String title, String text) {
      return add(new Block.Code(title, text));
    }

    /** Adds a block. */
    public Builder add(Block block) {
      blocks.add(block);
      return this;
    }

    /** {@return the section, with what it found} */
    public Section finding(String finding) {
      return new Section(id, question, finding, blocks);
    }
  }
}
