/** Keras: the program that trains there, and the files that it saves. */
package dev.lariat.handover.keras;
