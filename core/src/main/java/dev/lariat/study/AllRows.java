package dev.lariat.study;

import dev.lariat.data.stream.FloatStore;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.data.Dataset;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * All rows of a table of which a study has a sample: what is used is trained on them, and they are passed over instead
 * of held.
 *
 * @param table with the sample's columns, and perhaps more
 * @param roles which column is what
 * @param store takes the encoded rows; it is empty
 * @param logs keeps where each training is, by the number of the network from 0 on
 * @param besideTexts gives all rows with the sample's columns and what is marked in it, whose texts are not in memory;
 * asked where a linear model learns from texts, whose words are no sums over rows
 */
public record AllRows(RowSource table, RowRoles roles, FloatStore store, IntFunction<PassLog> logs,
    Supplier<Dataset> besideTexts) {}
