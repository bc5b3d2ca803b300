/** Tables that a query makes, run by DuckDB. What a column of the result holds is decided by the readers of files. */
package dev.lariat.sql;
