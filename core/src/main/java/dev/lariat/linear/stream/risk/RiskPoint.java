package dev.lariat.linear.stream.risk;

/**
 * Coefficients.
 *
 * @param fold whose rows are left out; −1 for none
 * @param constant of η
 * @param coefficients [inputs]
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record RiskPoint(int fold, double constant, double[] coefficients) {}
