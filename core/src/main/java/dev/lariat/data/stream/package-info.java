/** Tables that are passed over instead of held: what a pass gives, and which fold a row is in. No files, no models. */
package dev.lariat.data.stream;
