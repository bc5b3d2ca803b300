package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The rows that a model has learnt from, as hashes: enough to know them again, in another file or another order. A row
 * is what stands in the columns that the model knows, and its target.
 */
public final class LearntRows {
  /** Of larger tables rows are not kept: a model would grow with its table. */
  public static final int MOST = 1_000;

  /** Of a SHA-256. Among 1,000 rows and a million others two are alike by chance with a probability of 10^−10. */
  private static final int BYTES = 8;

  private LearntRows() {}

  /**
   * The hashes of rows.
   *
   * @param columns of the model
   * @param rows that it has learnt from
   * @param truth of every row of the table: the number, or the place of its class
   * @return in hexadecimal, one for each row; empty for more than {@value #MOST} rows
   */
  public static List<String> of(Preprocessing columns, Dataset data, int[] rows, double[] truth) {
    if (rows.length > MOST) {
      return List.of();
    }
    List<Column> known = columns(columns, data);
    return Arrays.stream(rows).mapToObj(row -> hash(known, row, truth[row])).toList();
  }

  /**
   * How many rows of a table a model has learnt from, or are equal to such rows.
   *
   * @param columns of the model; where the table lacks one, nothing can be told, and none is counted
   * @param truth of every row of the table
   * @param learnt as {@link #of} gave them
   */
  public static int count(Preprocessing columns, Dataset data, double[] truth, Collection<String> learnt) {
    if (learnt.isEmpty() || !columns.encodings().stream().allMatch(encoding -> data.has(encoding.column()))) {
      return 0;
    }
    List<Column> known = columns(columns, data);
    return (int) Arrays.stream(data.allRows()).filter(row -> learnt.contains(hash(known, row, truth[row]))).count();
  }

  private static List<Column> columns(Preprocessing columns, Dataset data) {
    return columns.encodings().stream().map(encoding -> data.column(encoding.column())).toList();
  }

  /** By value: 1 is 1.0, whatever the column was written in. */
  private static String hash(List<Column> columns, int row, double truth) {
    try {
      var content = new ByteArrayOutputStream(columns.size() * (1 + Double.BYTES) + Double.BYTES);
      for (Column column : columns) {
        double number = column.number(row);
        if (column.isMissing(row)) {
          content.write(0);
        } else if (Double.isNaN(number)) {
          byte[] text = column.text(row).getBytes(StandardCharsets.UTF_8);
          content.write(1);
          write(text.length, content);
          content.writeBytes(text);
        } else {
          content.write(2);
          write(number, content);
        }
      }
      write(truth, content);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** −0 is 0. */
  private static void write(double number, ByteArrayOutputStream content) {
    content.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number + 0.0).array());
  }
}
