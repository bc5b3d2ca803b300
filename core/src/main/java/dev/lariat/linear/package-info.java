/**
 * Penalised linear models as descriptions and results: families, penalties, options, paths with a duality-gap
 * certificate at every λ. What chooses among the λs is in {@code dev.lariat.linear.selection}, what computes them in
 * {@code dev.lariat.linear.solver}; {@code dev.lariat.model.LinearTrainer} is the way to a fit.
 */
package dev.lariat.linear;
