/** The Java program, for {@code lariat run}, that trains what was trained. It builds on our library alone. */
package dev.lariat.handover.java;
