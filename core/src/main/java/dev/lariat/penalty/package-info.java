/**
 * What is done to weights so that a model generalises: penalties (terms of the objective), decay (a step of the update)
 * and constraints. The objective is {@code mean loss + Σ penalties}; L2's gradient is {@code λw}, so Keras'
 * {@code l2(x)} is {@code l2(2x)} here.
 */
package dev.lariat.penalty;
