/**
 * A trained model by hand: a prediction as one types, what each column adds to it, and what another value would do.
 */
package dev.lariat.studio.model;
