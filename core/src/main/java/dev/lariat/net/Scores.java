package dev.lariat.net;

/**
 * How well a network does on some rows, dropout off and normalisation in inference: means over the rows, weighted by
 * their sample weights where they have some. What does not fit the task is NaN.
 *
 * @param loss the plain loss: no smoothing, no penalty, no class weights
 * @param accuracy share of rows whose likeliest class is right
 * @param rootMeanSquaredError √ of the mean of (y − ŷ)²
 * @param meanAbsoluteError mean of |y − ŷ|
 */
public record Scores(double loss, double accuracy, double rootMeanSquaredError, double meanAbsoluteError) {
  /** For a run without validation rows. */
  public static final Scores NONE = new Scores(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
