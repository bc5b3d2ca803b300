/** The command line: the only package that prints and exits. */
package dev.lariat.cli;
