package dev.lariat.cli.word;

import dev.lariat.data.Task;
import dev.lariat.handover.Export;
import dev.lariat.handover.translation.Framework;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.PathOptions;
import dev.lariat.metric.Metric;
import dev.lariat.model.linear.AdaptiveWeights;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Initializer;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.ZeroRule;
import dev.lariat.study.Preference;
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

  /** Of {@code linear --ties}. */
  public static final class Ties extends Words {
    /** All. */
    public Ties() {
      super(Cox.Ties.values());
    }
  }

  /** Of {@code linear --adaptive}. */
  public static final class Adaptive extends Words {
    /** All. */
    public Adaptive() {
      super(AdaptiveWeights.values());
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

  /** Of {@code --task}. */
  public static final class Tasks extends Words {
    /** All. */
    public Tasks() {
      super(Choice.words(Task.class));
    }
  }

  /** Of {@code --init}. */
  public static final class Initializers extends Words {
    /** All. */
    public Initializers() {
      super(Choice.words(Initializer.class));
    }
  }

  /** Of {@code --dropout-form}. */
  public static final class DropoutForms extends Words {
    /** All. */
    public DropoutForms() {
      super(Choice.words(Dropout.Form.class));
    }
  }

  /** Of {@code --group-by}. */
  public static final class Groupings extends Words {
    /** All. */
    public Groupings() {
      super(Choice.words(GroupBy.class));
    }
  }

  /** Of {@code --flip}. */
  public static final class Flips extends Words {
    /** All. */
    public Flips() {
      super(List.of("horizontal", "vertical"));
    }
  }

  /** Of {@code --dialect}. */
  public static final class Dialects extends Words {
    /** All. */
    public Dialects() {
      super(Choice.words(Dialect.class));
    }
  }

  /** Of {@code --zero-rule}. */
  public static final class ZeroRules extends Words {
    /** All. */
    public ZeroRules() {
      super(Choice.words(ZeroRule.class));
    }
  }

  /** Of {@code --prefer}. */
  public static final class Preferences extends Words {
    /** All. */
    public Preferences() {
      super(Choice.words(Preference.class));
    }
  }

  /** Of {@code linear --measure}. */
  public static final class Measures extends Words {
    /** All. */
    public Measures() {
      super(Choice.words(Measure.class));
    }
  }

  /** Of {@code linear --dialect}. */
  public static final class PathDialects extends Words {
    /** All. */
    public PathDialects() {
      super(Choice.words(PathOptions.Dialect.class));
    }
  }

  /** Of {@code --target-missing}. */
  public static final class MissingTargets extends Words {
    /** All. */
    public MissingTargets() {
      super(List.of("refuse", "drop"));
    }
  }

  /** Of {@code --on-bad-rows}. */
  public static final class BadRows extends Words {
    /** All. */
    public BadRows() {
      super(List.of("refuse", "skip"));
    }
  }

  /** Of {@code --class-weight}. */
  public static final class ClassWeightings extends Words {
    /** All. */
    public ClassWeightings() {
      super(List.of("balanced", "none"));
    }
  }

  /** Of {@code translate --from} and {@code --to}. */
  public static final class Frameworks extends Words {
    /** All. */
    public Frameworks() {
      super(Arrays.stream(Framework.values()).map(Framework::word).toList());
    }
  }

  /** Of {@code translate --optimizer}. */
  public static final class Optimizers extends Words {
    /** All. */
    public Optimizers() {
      super(OptimizerKind.words());
    }
  }

  /** Of {@code predict --type}. */
  public static final class Predictions extends Words {
    /** All. */
    public Predictions() {
      super(List.of("prediction", "survival"));
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
