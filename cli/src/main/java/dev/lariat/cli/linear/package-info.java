/** What {@code lariat linear} says of a fit: text and JSON. It computes nothing and reads no options. */
package dev.lariat.cli.linear;
