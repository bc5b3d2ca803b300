/**
 * Settings of regularized training in the words of several frameworks, and the exact way from one to the other: every
 * conversion of a λ between two libraries is made here. No model and no file is known here.
 */
package dev.lariat.handover.translation;
