package dev.lariat.io.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The samples of a picture.
 *
 * @param values [height · width · channels] from 0 to 255, line by line, the channels of a pixel together
 */
@SuppressWarnings("ArrayRecordComponent") // two are never compared
record Pixels(Pictures.Size size, int[] values) {
  /** Of a sample of 8 bits. */
  private static final int BYTE = 255;

  /** Gray samples as they are in the file: {@code getRGB} would bend them by a gamma curve. */
  static Pixels of(BufferedImage picture) {
    boolean gray = isGray(picture);
    var size = new Pictures.Size(picture.getHeight(), picture.getWidth(), gray ? 1 : 3);
    Raster raster = picture.getRaster();
    long most = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
    int[] values = new int[size.numbers()];
    int at = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        if (gray) {
          values[at++] = (int) (raster.getSample(x, y, 0) * (long) BYTE / most);
        } else {
          int rgb = picture.getRGB(x, y);
          values[at++] = rgb >> 16 & BYTE;
          values[at++] = rgb >> 8 & BYTE;
          values[at++] = rgb & BYTE;
        }
      }
    }
    return new Pixels(size, values);
  }

  /** {@return the samples as numbers} */
  double[] numbers() {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  private static boolean isGray(BufferedImage picture) {
    return picture.getRaster().getNumBands() <= 2 && !(picture.getColorModel() instanceof IndexColorModel);
  }

  /** {@return the same in so many channels; to gray by the weights of ITU-R BT.601} */
  Pixels channels(int channels) {
    if (channels == size.channels()) {
      return this;
    }
    int pixels = size.height() * size.width();
    int[] changed = new int[pixels * channels];
    for (int i = 0; i < pixels; i++) {
      if (channels == 1) { // in thousandths
        changed[i] = (299 * values[3 * i] + 587 * values[3 * i + 1] + 114 * values[3 * i + 2] + 500) / 1000;
      } else {
        Arrays.fill(changed, i * channels, (i + 1) * channels, values[i]);
      }
    }
    return new Pixels(new Pictures.Size(size.height(), size.width(), channels), changed);
  }

  /** {@return the same at another size: each new pixel is the mean of the old ones that it covers, at least one} */
  Pixels resized(Pictures.Size to) {
    Pixels from = channels(to.channels());
    int channels = to.channels();
    int[] resized = new int[to.numbers()];
    for (int y = 0; y < to.height(); y++) {
      int top = (int) ((long) y * size.height() / to.height());
      int bottom = Math.max(top + 1, (int) ((y + 1L) * size.height() / to.height()));
      for (int x = 0; x < to.width(); x++) {
        int left = (int) ((long) x * size.width() / to.width());
        int right = Math.max(left + 1, (int) ((x + 1L) * size.width() / to.width()));
        long count = (long) (bottom - top) * (right - left);
        for (int c = 0; c < channels; c++) {
          long sum = 0;
          for (int line = top; line < bottom; line++) {
            for (int pixel = left; pixel < right; pixel++) {
              sum += from.values[(line * size.width() + pixel) * channels + c];
            }
          }
          resized[(y * to.width() + x) * channels + c] = (int) ((sum + count / 2) / count);
        }
      }
    }
    return new Pixels(to, resized);
  }
}
