/**
 * What Lariat finds, where its users are: ONNX, safetensors and Keras files, emitted training code, TensorBoard logs,
 * and the exact translation of regularization settings between frameworks. Every conversion of a λ between two
 * libraries is made in {@link dev.lariat.handover.Strength}.
 */
package dev.lariat.handover;
