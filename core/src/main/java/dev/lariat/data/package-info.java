/** Tables as columns, targets, folds, and the preprocessing that is fitted on training rows only. */
package dev.lariat.data;
