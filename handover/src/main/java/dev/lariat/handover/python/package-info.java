/**
 * What the Python programs for Keras, PyTorch and MLX have in common. What only one of them has stays in its own
 * package.
 */
package dev.lariat.handover.python;
