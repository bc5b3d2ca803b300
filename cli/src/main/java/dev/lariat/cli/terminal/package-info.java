/**
 * The terminal: how wide it is, what it can show, progress, the browser. No command and no option is here.
 */
package dev.lariat.cli.terminal;
