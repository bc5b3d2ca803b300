package dev.lariat.model;

import dev.lariat.data.Target;
import dev.lariat.data.Task;
import java.util.List;
import java.util.Objects;

/**
 * What a model predicts.
 *
 * @param name the target column's name
 * @param task a class or a number
 * @param classes the class names in the order of the probabilities, of two the last is the positive one; empty for
 * regression
 */
public record ModelTarget(String name, Task task, List<String> classes) {
  /** Checks that classes go with classification. */
  public ModelTarget {
    Objects.requireNonNull(name);
    Objects.requireNonNull(task);
    classes = List.copyOf(classes);
    if ((task == Task.CLASSIFICATION) != (classes.size() >= 2)) {
      throw new IllegalArgumentException(task + " of '" + name + "' with " + classes.size() + " classes");
    }
  }

  /** The model's side of a target. */
  public static ModelTarget of(Target target) {
    return new ModelTarget(target.name(), target.task(), target.classes());
  }

  /** Numbers that a prediction has: a probability per class, or one. */
  public int width() {
    return Math.max(1, classes.size());
  }
}
