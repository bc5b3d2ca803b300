package dev.lariat.bench;

import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Texts: making inputs of 11,000 posts beside scikit-learn's TfidfVectorizer, then lasso paths of 100 λs over 100,000
 * words, of two classes and of twenty, beside glmnet on sparse columns and scikit-learn's saga, at an equal gap
 * ({@link LinearBenchmark}, problems WORDS and NEWSGROUPS).
 *
 * <p>Arguments: Rscript with glmnet ("-" for none), the Python with {@code bench/peers/linear-requirements.txt} ("-"
 * for none), rounds (3 unless given).
 */
public final class TextBenchmark {
  private static final int POSTS = LinearProblem.WORDS.rows;
  private static final int VOCABULARY = LinearProblem.WORDS.features;

  private TextBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    if (args.length < 2) {
      throw new IllegalArgumentException("give RSCRIPT and PYTHON, each may be -");
    }
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    vectorize(args[1], rounds);
    for (LinearProblem problem : List.of(LinearProblem.WORDS, LinearProblem.NEWSGROUPS)) {
      LinearBenchmark.main(new String[]{args[0], args[1], String.valueOf(rounds), problem.name()});
    }
  }

  private static void vectorize(String python, int rounds) throws Exception {
    List<String> posts = posts();
    long letters = posts.stream().mapToLong(String::length).sum();
    int[] all = IntStream.range(0, POSTS).toArray();
    double cold = seconds(posts, all);
    Path file = Files.createTempFile("lariat-posts", ".txt");
    try {
      Files.write(file, posts);
      Peer peer = python.equals("-")
          ? null
          : new Peer("scikit-learn", List.of(python, "bench/peers/text.py", file.toString()));
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ours.add(seconds(posts, all));
        if (peer != null) {
          theirs.add(peer.number("fit"));
        }
      }
      System.out.printf(
          "### inputs of %,d posts, %.0f million characters%n%n| tool | median s | × Lariat |%n|---|---|---|%n", POSTS,
          letters / 1e6);
      System.out.printf("| lariat, the first time | %.2f | |%n| lariat | %.2f | 1.0 |%n", cold,
          LinearBenchmark.median(ours));
      if (peer != null) {
        System.out.printf("| TfidfVectorizer %s | %.2f | %.1f |%n", peer.version, LinearBenchmark.median(theirs),
            LinearBenchmark.median(theirs) / LinearBenchmark.median(ours));
        peer.close();
      }
      System.out.println();
    } finally {
      Files.delete(file);
    }
  }

  /** By the clock: vocabulary, weights, and the inputs of every post. */
  private static double seconds(List<String> posts, int[] rows) {
    System.gc();
    long begin = System.nanoTime();
    TextFeatures features = TextFeatures.fit(posts::get, rows, TextOptions.DEFAULT);
    TextFeatures.Encoder encoder = features.encoder();
    long entries = 0;
    for (String post : posts) {
      entries += encoder.encode(post);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (entries < POSTS) {
      throw new IllegalStateException(entries + " entries");
    }
    return seconds;
  }

  private static List<String> posts() {
    var random = new SplittableRandom(5);
    String[] words = new String[VOCABULARY];
    Arrays.setAll(words, rank -> word(random, 2 + (int) Math.min(8, Math.log(rank + 2.0))));
    return Arrays.stream(Posts.ranks(POSTS, VOCABULARY))
        .map(post -> String.join(" ", Arrays.stream(post).mapToObj(rank -> words[rank]).toList()))
        .toList();
  }

  private static String word(SplittableRandom random, int letters) {
    var word = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
