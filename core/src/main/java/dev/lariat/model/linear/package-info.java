/** What a linear path needs of a table: penalties, weights, events and inputs by column name. No fit of a path. */
package dev.lariat.model.linear;
