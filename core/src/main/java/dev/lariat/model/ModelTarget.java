package dev.lariat.model;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import java.util.List;
import java.util.Objects;

/**
 * What a model predicts.
 *
 * @param name the target column's name
 * @param task a class or a number
 * @param classes the class names in the order of the probabilities, of two the last is the positive one; empty for
 * regression
 * @param transform what is learnt of the target's numbers; predictions are of the numbers themselves
 * @param columns of several numeric targets the columns' names, in the order of the predictions; else empty
 */
public record ModelTarget(String name, Task task, List<String> classes, Target.Transform transform,
    List<String> columns) {
  /** Classes that its text lists. */
  private static final int SHOWN = 3;

  /** Checks that classes go with classification. */
  public ModelTarget {
    Objects.requireNonNull(name);
    Objects.requireNonNull(task);
    classes = List.copyOf(classes);
    transform = transform == null ? Target.Transform.NONE : transform; // a file of earlier versions does not say it
    if (task == Task.CLASSIFICATION && transform != Target.Transform.NONE) {
      throw new IllegalArgumentException("classes of '" + name + "' have no logarithm");
    }
    columns = columns == null ? List.of() : List.copyOf(columns); // files of earlier versions do not name them
    boolean several = !columns.isEmpty();
    if (columns.size() == 1 || (several && (task == Task.CLASSIFICATION || transform != Target.Transform.NONE))) {
      throw new IllegalArgumentException(task + " of '" + name + "' with the columns " + columns);
    }
    if ((task == Task.CLASSIFICATION) != (classes.size() >= 2)) {
      throw new IllegalArgumentException(task + " of '" + name + "' with " + classes.size() + " classes");
    }
  }

  /** What is learnt as it is. */
  public ModelTarget(String name, Task task, List<String> classes) {
    this(name, task, classes, Target.Transform.NONE, List.of());
  }

  /** Several numbers of one row. */
  public static ModelTarget several(List<String> columns) {
    return new ModelTarget(String.join(",", columns), Task.REGRESSION, List.of(), Target.Transform.NONE, columns);
  }

  /** The columns that hold it: one, or those of several targets. */
  public List<String> all() {
    return columns.isEmpty() ? List.of(name) : columns;
  }

  /** The model's side of a target. */
  public static ModelTarget of(Target target) {
    return new ModelTarget(target.name(), target.task(), target.classes(), target.transform(), List.of());
  }

  /**
   * The likeliest class of a prediction, the first of equals.
   *
   * @param prediction a probability per class
   * @throws IllegalStateException if the target is a number
   */
  public String likeliest(double[] prediction) {
    if (classes.isEmpty()) {
      throw new IllegalStateException("the target '" + name + "' is a number and has no classes");
    }
    return classes.get(Metric.likeliest(prediction, 0, classes.size()));
  }

  /** For example {@code species (Adelie, Chinstrap, Gentoo)}, with three classes at most. */
  @Override
  public String toString() {
    if (classes.isEmpty()) {
      return name;
    }
    List<String> shown = classes.subList(0, Math.min(SHOWN, classes.size()));
    return name + " (" + String.join(", ", shown) + (shown.size() < classes.size() ? ", …" : "") + ")";
  }

  /** Numbers that a prediction has: a probability per class, or a number per target. */
  public int width() {
    return Math.max(1, Math.max(classes.size(), columns.size()));
  }
}
