/** Tables in; model files in and out: what one embeds to train from files and to predict. */
package dev.lariat.io;
