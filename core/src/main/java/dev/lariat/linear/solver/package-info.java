/**
 * The engine behind linear paths: the fit at one λ after the other, and its certificate. Not exported: what a user
 * describes or reads is in {@code dev.lariat.linear}, the ways in are in {@code dev.lariat.model}.
 */
package dev.lariat.linear.solver;
