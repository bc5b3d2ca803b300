/**
 * What users may say: options that several commands share, and how a word becomes a setting. Nothing here prints, and
 * nothing here trains.
 */
package dev.lariat.cli.option;
