/**
 * {@code lariat explain}: pages of prose, calculations and figures that are written once and shown as text or as HTML.
 */
package dev.lariat.cli.explain;
