/**
 * Which cell is run next, and for how long. What is run is a function of the results so far; nothing is judged here.
 */
package dev.lariat.study.search;
