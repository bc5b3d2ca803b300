/**
 * What a table holds: its columns by kind, its target and weights, and the folds of its rows. How columns become a
 * model's inputs is in {@link dev.lariat.data.encoding}; nothing here reads files.
 */
package dev.lariat.data;
