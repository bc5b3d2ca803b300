/**
 * How a table becomes the inputs of a model: what is learnt from the training rows only, and applied to any rows.
 * Nothing here knows which model it is for.
 */
package dev.lariat.data.encoding;
