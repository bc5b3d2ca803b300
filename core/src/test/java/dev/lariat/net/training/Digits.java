package dev.lariat.net.training;

import dev.lariat.net.TrainingRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The first digits of the sample data, pixels from 0 to 1. */
final class Digits {
  static final int PIXELS = 784;
  private final float[] pixels;
  private final int[] labels;

  private Digits(float[] pixels, int[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  static Digits first(int rows) {
    Path file = Path.of(System.getProperty("lariat.repository"), "examples", "data", "mnist10k.csv.gz");
    float[] pixels = new float[rows * PIXELS];
    int[] labels = new int[rows];
    try (var in = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      int target = Arrays.asList(in.readLine().replace("\"", "").split(",", -1)).indexOf("digit");
      for (int r = 0; r < rows; r++) {
        String[] cells = in.readLine().split(",", -1);
        for (int c = 0, at = r * PIXELS; c < cells.length; c++) {
          if (c == target) {
            labels[r] = Integer.parseInt(cells[c]);
          } else {
            pixels[at++] = Float.parseFloat(cells[c]) / 255;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Digits(pixels, labels);
  }

  TrainingRows rows(int from, int to) {
    return TrainingRows.of(Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS), PIXELS,
        Arrays.copyOfRange(labels, from, to), 10);
  }
}
