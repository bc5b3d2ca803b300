/** The Java program, for {@code lariat run}, that trains what was trained. */
package dev.lariat.handover.java;
