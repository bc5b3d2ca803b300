/**
 * Waits for threads of libraries, that end where such a thread dies. What the threads do is not known here.
 */
package dev.lariat.io.watch;
