/**
 * A finished study as a document: the report, the verdict as text, several side by side. It reads records of {@code io}
 * and writes no HTML.
 */
package dev.lariat.page.study;
