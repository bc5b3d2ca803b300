/**
 * The one document model (pages, reports, sections, tables, figures), and how it becomes text, SVG or an HTML file that
 * loads nothing. It knows no table, no model and no study: what turns those into documents is in {@code page.study} and
 * in the commands.
 */
package dev.lariat.page;
