/**
 * Cells of a study, and blocks of rows of a linear model, as jobs of one task on Spark: lines of text and bytes in and
 * out. What they mean, and how they are computed, is not known here.
 */
package dev.lariat.spark;
