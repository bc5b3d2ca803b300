/**
 * How a word of the command line is read: one of some names, a list, a file or an address, a share; and how a line is
 * written as it was typed. No option is described here.
 */
package dev.lariat.cli.word;
