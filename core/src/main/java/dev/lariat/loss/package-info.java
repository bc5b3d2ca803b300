/**
 * What a network is trained on and judged by: the loss of a row, its gradient with respect to the network's raw
 * outputs, and the way from raw outputs to predictions. All float32 outputs, losses in double; the mean over rows is
 * the trainer's.
 */
package dev.lariat.loss;
