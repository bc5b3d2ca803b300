/**
 * Networks at work: {@code TrainingRun} trains one epoch by epoch, {@code Predictor} applies it. One run is one thread;
 * the same plan, rows and seed give the same bits everywhere. Knows rows of float32 and nothing of tables.
 */
package dev.lariat.net.training;
