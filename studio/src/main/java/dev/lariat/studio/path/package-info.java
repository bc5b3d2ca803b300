/**
 * A linear path as a picture with a cursor. The path is fitted by the engine; nothing is computed here but what is
 * drawn.
 */
package dev.lariat.studio.path;
