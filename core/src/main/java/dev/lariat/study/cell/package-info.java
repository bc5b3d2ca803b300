/**
 * The unit of work: one candidate trained on one fold, and where its result is kept. A cell knows nothing of other
 * cells, nor of who asked for it.
 */
package dev.lariat.study.cell;
