/**
 * Sums over the rows at risk at each event, for many coefficients in one pass over rows in the order of their times. No
 * tables, no solver.
 */
package dev.lariat.linear.stream.risk;
