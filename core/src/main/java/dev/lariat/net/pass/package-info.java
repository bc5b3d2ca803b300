/**
 * The layers at work: one {@code Pass} per layer, forward and back, in the buffers of a {@code Workspace}. Not
 * exported; knows nothing of optimizers, losses and epochs, and allocates nothing after its construction.
 */
package dev.lariat.net.pass;
