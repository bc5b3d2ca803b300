/** Sums and products of a gaussian table, over all rows and fold by fold, and when they are worth their cost. */
package dev.lariat.linear.solver.moments;
