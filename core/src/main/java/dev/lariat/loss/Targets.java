package dev.lariat.loss;

/**
 * What the rows should give: a label each, or {@code width} numbers each. Arrays are kept, not copied, and not
 * modified.
 */
public final class Targets {
  private final int[] labels; // [rows], or null
  private final int classes;
  private final float[] values; // [rows·width], or null
  private final int width;

  private Targets(int[] labels, int classes, float[] values, int width) {
    this.labels = labels;
    this.classes = classes;
    this.values = values;
    this.width = width;
  }

  /** Labels from 0 to {@code classes − 1}. */
  public static Targets labels(int[] labels, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("a classifier needs at least 2 classes, not " + classes);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException("label " + labels[i] + " of row " + i + " is outside 0…" + (classes - 1));
      }
    }
    return new Targets(labels, classes, null, 1);
  }

  /** One number a row. */
  public static Targets values(float[] values) {
    return values(values, 1);
  }

  /** {@code width} numbers a row, row-major. */
  public static Targets values(float[] values, int width) {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(values.length + " target values do not make rows of " + width);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("the target of row " + i / width + " is " + values[i]);
      }
    }
    return new Targets(null, 0, values, width);
  }

  /** Whether they are labels. */
  public boolean areLabels() {
    return labels != null;
  }

  /** How many rows they are for. */
  public int rows() {
    return labels != null ? labels.length : values.length / width;
  }

  /** How many classes, 0 for numbers. */
  public int classes() {
    return classes;
  }

  /** Numbers a row; 1 for labels. */
  public int width() {
    return width;
  }

  /** The label of a row. */
  public int label(int row) {
    return labels[row];
  }

  /** The k-th number of a row. */
  public float value(int row, int k) {
    return values[row * width + k];
  }
}
