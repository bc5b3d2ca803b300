package dev.lariat.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Posts whose words' frequencies fall as their ranks rise (Zipf's law), as columns of tf-idf in rows of length 1.
 *
 * @param start [words + 1] where the entries of each word begin
 * @param row [entries]
 * @param value [entries]
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record Posts(int[] start, int[] row, double[] value) {
  /** Of one post; about 130 of them are different, as in 20 newsgroups. */
  static final int WORDS = 250;
  /** The commonest words of a language are not quite as common as the law has it. */
  private static final double OFFSET = 10;

  /** {@return the ranks of the words of every post, [posts][words]} */
  static int[][] ranks(int posts, int vocabulary) {
    var random = new SplittableRandom(7);
    double[] up = new double[vocabulary];
    double sum = 0;
    for (int word = 0; word < vocabulary; word++) {
      sum += 1 / (word + OFFSET);
      up[word] = sum;
    }
    int[][] ranks = new int[posts][WORDS];
    for (int[] post : ranks) {
      for (int w = 0; w < WORDS; w++) {
        int place = Arrays.binarySearch(up, sum * random.nextDouble());
        post[w] = Math.min(vocabulary - 1, place < 0 ? -place - 1 : place);
      }
    }
    return ranks;
  }

  /** Columns of made posts. */
  static Posts made(int posts, int vocabulary) {
    int[][] ranks = ranks(posts, vocabulary);
    int[] inPosts = new int[vocabulary];
    for (int[] post : ranks) {
      Arrays.sort(post);
      Arrays.stream(post).distinct().forEach(word -> inPosts[word]++);
    }
    int[] start = new int[vocabulary + 1];
    for (int word = 0; word < vocabulary; word++) {
      start[word + 1] = start[word] + inPosts[word];
    }
    int[] row = new int[start[vocabulary]];
    double[] value = new double[row.length];
    int[] next = start.clone();
    for (int i = 0; i < posts; i++) {
      double square = 0;
      for (int w = 0; w < WORDS;) {
        int word = ranks[i][w];
        int times = 0;
        while (w < WORDS && ranks[i][w] == word) {
          times++;
          w++;
        }
        int at = next[word]++;
        row[at] = i;
        value[at] = times * (Math.log((1.0 + posts) / (1.0 + inPosts[word])) + 1);
        square += value[at] * value[at];
      }
      for (int w = 0; w < WORDS; w++) {
        if (w == 0 || ranks[i][w] != ranks[i][w - 1]) {
          value[next[ranks[i][w]] - 1] /= Math.sqrt(square);
        }
      }
    }
    return new Posts(start, row, value);
  }
}
