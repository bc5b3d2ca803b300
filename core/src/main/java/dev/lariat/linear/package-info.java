/**
 * Penalised linear models along their whole path: lasso, ridge, elastic net and group lasso for four families, with a
 * duality-gap certificate at every λ, and cross-validation.
 */
package dev.lariat.linear;
