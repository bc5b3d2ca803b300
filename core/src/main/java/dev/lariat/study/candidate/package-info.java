/**
 * What competes in a study: models, regularizers, their strengths, and the network that all begin with. Nothing is
 * trained here.
 */
package dev.lariat.study.candidate;
