/**
 * Paths on tables that are passed over: sums of rows by fold, and what follows from them. Files and whole columns have
 * no place here.
 */
package dev.lariat.linear.stream;
