/**
 * A model that one embeds: preprocessing and predictor in one, how to train it, and how good it is. No file is known
 * here, and no study.
 */
package dev.lariat.model;
