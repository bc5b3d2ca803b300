/** A model that one embeds: preprocessing and predictor in one, how to train it, and how good it is. */
package dev.lariat.model;
