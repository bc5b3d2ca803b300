/**
 * What commands do with a table that is passed over instead of held: when that is so, and what is refused then. Sums of
 * rows and files have no place here.
 */
package dev.lariat.cli.stream;
