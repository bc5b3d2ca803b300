/**
 * Long tables, of one row for each step of a sequence, as tables of one row for each sequence. Networks and models may
 * not be known here.
 */
package dev.lariat.io.sequence;
