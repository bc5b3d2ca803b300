/**
 * Networks as descriptions and results: {@code Network}, bound to its sizes as {@code Architecture}; {@code Weights};
 * {@code TrainingPlan} and {@code TrainingRows}, what a run takes; {@code History}, what it leaves. Nothing here
 * computes.
 */
package dev.lariat.net;
