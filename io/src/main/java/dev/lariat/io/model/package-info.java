/**
 * The model file and the arrays in it: a model that was written and read again predicts the same bits. Nothing here
 * trains.
 */
package dev.lariat.io.model;
