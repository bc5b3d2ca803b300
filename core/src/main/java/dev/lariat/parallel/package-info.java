/**
 * The one pool of threads: pieces of work side by side, and what happens to them on Ctrl-C. It knows nothing of what is
 * computed.
 */
package dev.lariat.parallel;
