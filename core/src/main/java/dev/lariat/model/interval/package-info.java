/**
 * Prediction intervals: models of folds and how far they were from the rows that they did not learn from. What a study
 * chooses, and how files are written, is not known here.
 */
package dev.lariat.model.interval;
