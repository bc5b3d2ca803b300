/**
 * The folder of a study: its log of cells, its verdict and its evidence as files. Nothing here decides what a verdict
 * says.
 */
package dev.lariat.io.run;
