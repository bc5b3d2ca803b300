/** The PyTorch program that trains what was trained. */
package dev.lariat.handover.pytorch;
