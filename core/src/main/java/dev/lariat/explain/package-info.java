/**
 * Why regularizers do what they do, computed: updates step by step through the steps that trainers run, the geometry of
 * two weights, what dropout is in expectation, decay beside L2, and the guide that says which to use.
 */
package dev.lariat.explain;
