package dev.lariat.bench;

import java.util.List;

/**
 * What a piece of work took.
 *
 * @param wall by the clock
 * @param cpu of all its threads
 */
record Seconds(double wall, double cpu) {
  Seconds plus(Seconds other) {
    return new Seconds(wall + other.wall, cpu + other.cpu);
  }

  static double leastWall(List<Seconds> all) {
    return all.stream().mapToDouble(Seconds::wall).min().orElseThrow();
  }

  static double medianWall(List<Seconds> all) {
    double[] sorted = all.stream().mapToDouble(Seconds::wall).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  static double leastCpu(List<Seconds> all) {
    return all.stream().mapToDouble(Seconds::cpu).min().orElseThrow();
  }
}
