/**
 * Networks: {@code Network} (an immutable description), {@code Weights}, and the engine that trains them:
 * {@code TrainingPlan} and {@code TrainingRows} in, {@code TrainingRun} epoch by epoch, {@code Weights} and
 * {@code History} out. Knows rows of float32 and nothing of tables. One run is one thread; the same plan, rows and seed
 * give the same bits everywhere.
 */
package dev.lariat.net;
