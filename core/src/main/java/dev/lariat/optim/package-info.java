/**
 * Optimizers as chains of small named steps on ranges of a parameter's arrays ({@code UpdateRule}), in the arithmetic
 * of Keras, PyTorch or MLX, with the zero rules of the penalties; and learning-rate schedules. A trainer and an
 * explanation run the very same steps.
 */
package dev.lariat.optim;
