/** What a report shows beside the verdict: curves, weights, columns, test rows. Nothing here decides anything. */
package dev.lariat.study.evidence;
