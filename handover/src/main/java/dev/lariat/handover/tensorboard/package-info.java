/** Training runs as TensorBoard reads them. */
package dev.lariat.handover.tensorboard;
