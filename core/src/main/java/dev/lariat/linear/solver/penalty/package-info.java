/**
 * The penalty of a path on the solver's scale: its layout over the coefficients, and its value, prox and dual at one
 * strength. It knows nothing of losses or data.
 */
package dev.lariat.linear.solver.penalty;
