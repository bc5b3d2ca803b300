/**
 * Paired, cross-fitted statistics of losses: means, standard errors, intervals. Numbers only: nothing here knows a
 * model or a table.
 */
package dev.lariat.study.statistics;
