package dev.lariat.cli.option;

import dev.lariat.handover.Export;
import dev.lariat.linear.Family;
import dev.lariat.metric.Metric;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.ModelKind;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The words that options choose from, for the help and for the shell: each from the type that knows them. */
public final class ValueWords {
  private ValueWords() {}

  /** Of {@code --regularizers}. */
  public static final class Regularizers extends Words {
    /** All that a study knows. */
    public Regularizers() {
      super(Study.regularizerNames());
    }
  }

  /** Of {@code --metric}. */
  public static final class Metrics extends Words {
    /** All, of classes and of numbers. */
    public Metrics() {
      super(Metric.values());
    }
  }

  /** Of {@code --models}. */
  public static final class Models extends Words {
    /** All. */
    public Models() {
      super(ModelKind.values());
    }
  }

  /** Of {@code linear --family}. */
  public static final class Families extends Words {
    /** All. */
    public Families() {
      super(Family.known().stream().map(Family::label).toList());
    }
  }

  /** Of {@code export --to}. */
  public static final class Exports extends Words {
    /** All. */
    public Exports() {
      super(Arrays.stream(Export.values()).map(Export::word).toList());
    }
  }

  /** Words in an order. */
  abstract static class Words implements Iterable<String> {
    private final List<String> words;

    Words(List<String> words) {
      this.words = words;
    }

    Words(Enum<?>... constants) {
      this(Arrays.stream(constants).map(constant -> constant.toString().toLowerCase(Locale.ROOT)).toList());
    }

    @Override
    public Iterator<String> iterator() {
      return words.iterator();
    }
  }
}
