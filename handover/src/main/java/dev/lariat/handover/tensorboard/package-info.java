/** Training runs as TensorBoard reads them. Written by its own rules, without TensorFlow. */
package dev.lariat.handover.tensorboard;
