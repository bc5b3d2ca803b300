/**
 * Tables that a query makes, whichever database runs it, and files for tables that no file holds. No driver is known
 * here.
 */
package dev.lariat.io.sql;
