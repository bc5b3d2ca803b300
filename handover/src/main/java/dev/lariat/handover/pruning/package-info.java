/**
 * What of a trained model is handed over: without the inputs and units whose weights are all zero. In what format does
 * not belong here.
 */
package dev.lariat.handover.pruning;
