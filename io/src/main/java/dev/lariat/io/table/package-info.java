/**
 * The formats of tables: text with separators, svmlight, Parquet; how each is found and laid out. What a column holds
 * is decided in {@link dev.lariat.io.column}.
 */
package dev.lariat.io.table;
