/**
 * Cells of a study, and blocks of rows, on other machines: how a study and a table travel, what a machine must have to
 * compute them, what is asked and answered. No cluster's library is known here.
 */
package dev.lariat.io.cluster;
