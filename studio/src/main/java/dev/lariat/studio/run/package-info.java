/**
 * Studies of the folder: begun, followed, paused, gone on with, and what they came to. What is known of a run lies in
 * its run directory; here is only what happens now.
 */
package dev.lariat.studio.run;
