package dev.lariat.data;

/**
 * How one number becomes one input: (x − center)·factor, then squeezed by the clip if there is one.
 *
 * @param fill what stands for a missing number, before scaling
 * @param center in the column's unit
 * @param factor 1 by the column's unit
 * @param clip 0 for none
 */
public record Scale(double fill, double center, double factor, double clip) {
  /** Numbers as they are. */
  static Scale identity(double fill) {
    return new Scale(fill, 0, 1, 0);
  }

  /** The input for a number; NaN is missing. */
  public double apply(double number) {
    double scaled = ((Double.isNaN(number) ? fill : number) - center) * factor;
    if (clip == 0) {
      return scaled;
    }
    double ratio = scaled / clip;
    return scaled / Math.sqrt(1 + ratio * ratio);
  }
}
