/**
 * The playground: a small network on two columns, trained by the engine itself, epoch by epoch. No arithmetic of
 * training is here.
 */
package dev.lariat.studio.play;
