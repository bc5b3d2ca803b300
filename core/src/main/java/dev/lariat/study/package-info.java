/**
 * Which regularizer, how strong, and how sure: candidates and their strengths, the sweep over cells, the paired
 * statistics, the diagnosis and the verdict.
 */
package dev.lariat.study;
