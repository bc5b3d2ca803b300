/**
 * Cells of a study on other machines, as lines of text: how a study travels, what a machine must have to compute its
 * cells, what is asked and answered. No cluster's library is known here.
 */
package dev.lariat.io.cluster;
