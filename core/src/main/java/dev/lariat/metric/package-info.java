/**
 * How good predictions are, given the true values: the losses that studies minimise and the figures that people ask
 * for. No model, no fold and no text lives here.
 */
package dev.lariat.metric;
