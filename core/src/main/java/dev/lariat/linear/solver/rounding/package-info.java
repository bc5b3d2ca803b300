/**
 * Copies of dense columns, and of vectors, in fewer bits: what is shown with them need not be read in double precision.
 */
package dev.lariat.linear.solver.rounding;
