/** Keras: the program that trains there, and the files that it saves. No other framework is known here. */
package dev.lariat.handover.keras;
