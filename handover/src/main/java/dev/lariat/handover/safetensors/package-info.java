/** The numbers of a model alone, as safetensors. How the file is laid out is known in {@code io.model}. */
package dev.lariat.handover.safetensors;
