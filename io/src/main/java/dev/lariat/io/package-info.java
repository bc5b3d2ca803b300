/**
 * Tables in, and files that are written whole or not at all: the entry points for who embeds Lariat. The formats
 * themselves are in the packages below.
 */
package dev.lariat.io;
