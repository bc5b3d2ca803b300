/**
 * Pictures as tables: folders of PNG and JPEG files, IDX files, and how columns of pixels are named. No network and no
 * model lives here.
 */
package dev.lariat.io.image;
