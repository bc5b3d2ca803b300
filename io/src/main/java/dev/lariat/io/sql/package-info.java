/** Tables that a query makes, whichever database runs it. No driver is known here. */
package dev.lariat.io.sql;
