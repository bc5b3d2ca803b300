/**
 * Lariat in the browser: which views there are, and the server around them. What a view shows is in its own package.
 */
package dev.lariat.studio;
