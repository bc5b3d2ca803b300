/** What {@code lariat predict} writes and says: predictions, what is not known of a table, why of a row. */
package dev.lariat.cli.predict;
