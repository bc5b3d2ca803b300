/**
 * What the results mean: the candidates side by side, the diagnosis, the decision and its reasons in words. Nothing is
 * trained here.
 */
package dev.lariat.study.verdict;
