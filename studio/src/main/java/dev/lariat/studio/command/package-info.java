/**
 * What the command line lends the studio, so that both mean the same by the same words: how words become a study, and
 * how they become an explanation. Nothing is computed here.
 */
package dev.lariat.studio.command;
