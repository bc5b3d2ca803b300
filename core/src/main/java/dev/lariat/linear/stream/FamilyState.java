package dev.lariat.linear.stream;

import java.util.Arrays;
import java.util.List;

/** Where all problems of a path are between two passes, as numbers that can be kept. */
final class FamilyState {
  private static final int FIRST = 3; // numbers before the λs
  private static final int HEAD = 3; // numbers of a problem beside its coefficients

  private final double[] numbers;
  private int at;

  /** @param numbers as {@link #of} gave them */
  FamilyState(double[] numbers) {
    this.numbers = numbers;
  }

  /** All that the next pass needs. */
  static double[] of(double nullLoss, int finer, double[] lambdas, List<FamilyProblem> problems) {
    int size = FIRST + lambdas.length;
    for (FamilyProblem problem : problems) {
      size += HEAD + 2 * (problem.b.length + problem.c.length);
    }
    var state = new FamilyState(new double[size]);
    state.put(nullLoss, finer, lambdas.length);
    state.put(lambdas);
    for (FamilyProblem problem : problems) {
      state.put(problem.b.length, problem.objective, problem.halved ? 1 : 0);
      state.put(problem.c);
      state.put(problem.bestC);
      state.put(problem.b);
      state.put(problem.bestB);
    }
    return state.numbers;
  }

  private void put(double... values) {
    System.arraycopy(values, 0, numbers, at, values.length);
    at += values.length;
  }

  private double[] take(int count) {
    at += count;
    return Arrays.copyOfRange(numbers, at - count, at);
  }

  double nullLoss() {
    return numbers[0];
  }

  /** Rounds that are left to go on to a finer tolerance. */
  int finer() {
    return (int) numbers[1];
  }

  double[] lambdas() {
    return Arrays.copyOfRange(numbers, FIRST, FIRST + (int) numbers[FIRST - 1]);
  }

  /** {@return whether these are the problems that the state is of; then they are where they were} */
  boolean restore(List<FamilyProblem> problems) {
    at = FIRST + (int) numbers[FIRST - 1];
    for (FamilyProblem problem : problems) {
      int predictors = problem.c.length;
      if (at + HEAD + 2 * (problem.b.length + predictors) > numbers.length || numbers[at] != problem.b.length) {
        return false;
      }
      double[] head = take(HEAD);
      problem.objective = head[1];
      problem.halved = head[2] == 1;
      double[] c = take(predictors);
      problem.bestC = take(predictors);
      problem.move(c, take(problem.b.length));
      problem.bestB = take(problem.b.length);
    }
    return at == numbers.length;
  }
}
