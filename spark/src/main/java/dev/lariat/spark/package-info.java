/**
 * Cells of a study as jobs of one task on Spark: lines of text in and out. What a line means, and how a cell is
 * computed, is not known here.
 */
package dev.lariat.spark;
