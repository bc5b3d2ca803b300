package dev.lariat.data.encoding;

/**
 * How one number becomes one input: (x − center)·factor, then squeezed by the clip if there is one.
 *
 * @param fill what stands for a missing number, before scaling
 * @param center in the column's unit
 * @param factor 1 by the column's unit
 * @param clip 0 for none
 */
public record Scale(double fill, double center, double factor, double clip) {
  /** Beyond this ratio to the clip the square would overflow long after the result is the clip itself. */
  private static final double FAR = 1e100;

  /** Numbers as they are. */
  static Scale identity(double fill) {
    return new Scale(fill, 0, 1, 0);
  }

  /** {@return whether numbers stay as they are, so that it tells nothing of their spread} */
  boolean leavesAsTheyAre() {
    return center == 0 && factor == 1 && clip == 0;
  }

  /** The input for a number; NaN is missing. */
  public double apply(double number) {
    // A factor of 0 stands for a spread beyond the largest double.
    double scaled = factor == 0 ? 0 : ((Double.isNaN(number) ? fill : number) - center) * factor;
    if (clip == 0) {
      return scaled;
    }
    double ratio = scaled / clip;
    if (Math.abs(ratio) > FAR) {
      return Math.copySign(clip, scaled);
    }
    return scaled / Math.sqrt(1 + ratio * ratio);
  }
}
