/**
 * The commands and what they print: the only package that exits. What several commands take is in {@code option}, what
 * draws on the terminal in {@code terminal}.
 */
package dev.lariat.cli;
