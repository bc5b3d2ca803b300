package dev.lariat.page;

import java.util.ArrayList;
import java.util.List;

/**
 * An explanation: what is said and shown, in order, whether as text or as HTML.
 *
 * @param title one line
 * @param blocks from top to bottom
 */
public record Page(String title, List<Block> blocks) {
  /** Copies the blocks. */
  public Page {
    blocks = List.copyOf(blocks);
  }

  /** {@return a page that is filled from top to bottom} */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** Collects blocks. */
  public static final class Builder {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    /** Begins a part. */
    public Builder heading(String text) {
      return add(new Block.Heading(text));
    }

    /** Says something. */
    public Builder say(String text) {
      return add(new Block.Paragraph(text));
    }

    /** Shows lines as they are. */
    public Builder lines(String... lines) {
      return add(new Block.Lines(List.of(lines)));
    }

    /** Shows lines as they are. */
    public Builder lines(List<String> lines) {
      return add(new Block.Lines(lines));
    }

    /** Adds a block. */
    public Builder add(Block block) {
      blocks.add(block);
      return this;
    }

    /** {@return the page} */
    public Page build() {
      return new Page(title, blocks);
    }
  }
}
