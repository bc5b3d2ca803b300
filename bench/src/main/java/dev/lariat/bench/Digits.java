package dev.lariat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.zip.GZIPInputStream;

/**
 * The 10,000 digits of {@code examples/data/mnist10k.csv.gz}, pixels from 0 to 1: 8,000 to train on, 2,000 to judge by.
 *
 * @param pixels row-major, 784 a row
 * @param labels 0 to 9
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of two arrays
record Digits(float[] pixels, int[] labels) {
  static final int WIDTH = 784;
  static final int TRAINING = 8000;
  static final int ROWS = 10_000;

  static Digits read(Path file) throws IOException {
    float[] pixels = new float[ROWS * WIDTH];
    int[] labels = new int[ROWS];
    try (var reader = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      StringTokenizer header = new StringTokenizer(reader.readLine(), ",");
      int label = -1;
      for (int column = 0; header.hasMoreTokens(); column++) {
        label = header.nextToken().equals("digit") ? column : label;
      }
      for (int row = 0; row < ROWS; row++) {
        StringTokenizer line = new StringTokenizer(reader.readLine(), ",");
        int at = row * WIDTH;
        for (int column = 0; column <= WIDTH; column++) {
          int value = Integer.parseInt(line.nextToken());
          if (column == label) {
            labels[row] = value;
          } else {
            pixels[at++] = value / 255f;
          }
        }
      }
    }
    return new Digits(pixels, labels);
  }
}
