/** Pages that load nothing: the frame, the style and the tables that all of them share. */
package dev.lariat.cli.html;
