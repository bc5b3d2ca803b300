/**
 * Tables of one or many files that are passed over instead of held. What is computed from their rows has no place here.
 */
package dev.lariat.io.stream;
