/** The words in which text and report say the same of a finished study. It writes no document. */
package dev.lariat.page.phrase;
