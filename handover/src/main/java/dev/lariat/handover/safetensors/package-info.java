/** The numbers of a model alone, as safetensors. */
package dev.lariat.handover.safetensors;
