/** Factors of small symmetric matrices of doubles. It knows nothing of models. */
package dev.lariat.linear.solver.algebra;
