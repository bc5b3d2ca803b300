/** How a place on a path is chosen: what is measured, and what resampling said at every λ. No fit is made here. */
package dev.lariat.linear.selection;
