/**
 * The folder that the studio was started in, and tables of it as the page shows them. Nothing is learnt here.
 */
package dev.lariat.studio.table;
