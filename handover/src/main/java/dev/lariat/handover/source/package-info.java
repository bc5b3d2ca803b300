/** Program text in the making: placeholders, literals, numbers. What a program is about does not belong here. */
package dev.lariat.handover.source;
