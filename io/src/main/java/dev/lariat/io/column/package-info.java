/**
 * From the fields of one column to a column of a kind: numbers, dates, words for missing, levels. Nothing here knows
 * the file's format.
 */
package dev.lariat.io.column;
