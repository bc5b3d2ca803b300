/**
 * Penalised linear models as descriptions and results: families, penalties, options, paths with a duality-gap
 * certificate at every λ, cross-validation. What computes them is in {@code dev.lariat.linear.solver}; {@code
 * dev.lariat.model.LinearTrainer} is the way to a fit.
 */
package dev.lariat.linear;
