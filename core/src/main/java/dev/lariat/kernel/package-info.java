/**
 * Matrix products, element-wise loops, reductions and random numbers on plain arrays: everything that takes time. Not
 * exported.
 *
 * <p>{@link dev.lariat.kernel.Kernels} is the only door. Every result has the same bits on every machine, at every
 * vector width, interpreted and compiled (but for the payload of a NaN), because <ul> <li>only exactly specified
 * operations are used: + − × ÷, fma, square root, comparisons, conversions; <li>a product accumulates along its inner
 * dimension in order, one fma a step, from +0; <li>a reduction has 16 logical accumulators: element i goes to
 * accumulator i mod 16, and one fixed tree joins them; <li>exp, log, tanh and erf are our own polynomials
 * ({@link dev.lariat.kernel.Elementary}). </ul>
 */
package dev.lariat.kernel;
