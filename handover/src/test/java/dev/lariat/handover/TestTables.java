package dev.lariat.handover;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** A table with every kind of column and with holes in each. */
public final class TestTables {
  private TestTables() {}

  /**
   * Rows of numbers, a category, a yes or no, a date; the targets {@code kind} (three classes), {@code churned} (two),
   * {@code price} (a number).
   */
  public static Path mixed(Path folder, int rows, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    String[] cities = {"Köln", "Oslo", "São Paulo", "New York", "null island"};
    var csv = new StringBuilder("age,income,city,member,since,kind,churned,price\n");
    for (int row = 0; row < rows; row++) {
      double age = 20 + 50 * random.nextDouble();
      double income = Math.exp(8 + 3 * random.nextDouble());
      int city = random.nextInt(cities.length);
      boolean member = random.nextBoolean();
      int kind = (int) Math.clamp(age / 25 + random.nextDouble() - 0.8, 0, 2);
      double price = 3 * age + city + (member ? 10 : 0) + random.nextDouble();
      csv.append(String.format(Locale.ROOT, "%s,%s,%s,%s,%s,%s,%s,%.3f%n",
          hole(random, String.format(Locale.ROOT, "%.2f", age)),
          hole(random, String.format(Locale.ROOT, "%.4f", income)), hole(random, cities[city]),
          hole(random, member ? "Yes" : "No"), hole(random, String.format(Locale.ROOT, "%d-%02d-%02d",
              1968 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28))),
          "abc".charAt(kind), price > 150 ? "stayed" : "left", price));
    }
    return Files.writeString(folder.resolve("mixed-" + seed + ".csv"), csv);
  }

  private static String hole(SplittableRandom random, String value) {
    return random.nextInt(12) == 0 ? "" : value;
  }

  public static Dataset read(Path file, String target, String... dropped) {
    Dataset data = Tables.read(file);
    for (String column : dropped) {
      data = data.without(column);
    }
    return data.target(target);
  }
}
