/**
 * What an expert would ask about a table before believing a study of it: read from the rows and their folds alone.
 * Nothing is trained here, and nothing is changed.
 */
package dev.lariat.study.warning;
