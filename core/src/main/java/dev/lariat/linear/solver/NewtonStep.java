package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;
import dev.lariat.parallel.Workers;
import java.util.Arrays;

/**
 * Proximal Newton steps on the rows: a quadratic model of the loss with its penalty is minimised by coordinate descent,
 * then the fit goes there as far as the objective falls (Lee, Sun, Saunders, 2014, "Proximal Newton-type methods").
 */
final class NewtonStep implements Step {
  /** Coefficients beyond which a Gram matrix would fill the memory. */
  private static final int MAX_GRAM = 4000;
  private static final double SPARSE_ENTRIES = 400; // a column: with fewer a residual update is cheaper than a Gram row

  /** Beyond this relative change of its shape a curvature serves no longer. */
  private static final double OTHER_SHAPE = 1;
  /** Below it a new one would be the same. */
  private static final double SAME_SHAPE = 0.02;
  /** Below it one on the rows serves for a first step at a λ. */
  private static final double LIKE_SHAPE = 0.1;
  /** Steps that leave more than this of the violation against one new Gram matrix: (size/4 + 1) steps' worth. */
  private static final double POOR_RATE = 0.4;
  /** The dual point from which the loss's part of the gap is extrapolated is this share of the way to 0. */
  private static final double NEARBY = 0.1;
  private static final int MAX_HALVINGS = 40;
  private static final double ARMIJO = 1e-4; // the share of the promised fall that a step must keep

  private static final int ALL = -1;

  private final RowIterate at;
  private final ScaledProblem problem;
  private final Blocks blocks;
  private final CoordinateDescent descent;
  private final Workers workers;
  private final Curvature curvature;
  private final GramQuadratic gram;
  private final boolean columnsSuitGram;
  private final boolean quadratic; // the loss
  private final boolean byClass; // one predictor after the other
  private ResidualQuadratic naive; // null until it is needed
  private SupportNewton supportNewton; // null until it is needed
  private double lastViolation;
  private BlockPenalty lastPenalty; // null before the first step
  private boolean misled; // the old curvature led uphill
  private final double[][] direction; // [predictors][rows]
  private final double[] constantStep; // [predictors]
  private int[] coefficients = new int[16];
  private double[] before = new double[16];

  NewtonStep(RowIterate at, Workers workers) {
    this.at = at;
    problem = at.problem;
    blocks = at.blocks;
    descent = new CoordinateDescent(blocks);
    this.workers = workers;
    curvature = new Curvature(problem, workers, at.rounded());
    gram = new GramQuadratic(problem, curvature);
    quadratic = problem.data.family().quadratic();
    boolean few = problem.x.sparse() && problem.x.entries() <= SPARSE_ENTRIES * problem.features;
    byClass = few && problem.predictors > 1 && blocks.allSingle();
    columnsSuitGram = !few || (problem.predictors > 1 && !byClass);
    direction = new double[problem.predictors][problem.rows];
    constantStep = new double[problem.predictors];
  }

  @Override
  public void step(BlockPenalty penalty, int[] set, int count, Depth depth, double violation) {
    int number = collect(set, count);
    problem.use(coefficients, number);
    if (byClass) {
      stepByClass(penalty, set, count, depth);
    } else {
      stepTogether(penalty, set, count, number, depth, violation);
    }
  }

  /**
   * One predictor after the other, each with the present fit of the others: a quadratic model of one of them is no
   * bound.
   */
  private void stepByClass(BlockPenalty penalty, int[] set, int count, Depth depth) {
    int[] own = new int[count];
    int moving = 0;
    boolean[] moves = new boolean[problem.predictors];
    for (int a = 0; a < count; a++) {
      int k = predictor(set[a]);
      moving += moves[k] ? 0 : 1;
      moves[k] = true;
    }
    var part = new Depth(depth.gradient(), depth.gap() / moving, depth.share());
    double bend = at.distance(1 - NEARBY) / (NEARBY * NEARBY);
    for (int k = 0; k < moves.length; k++) {
      if (moves[k]) {
        int size = 0;
        for (int a = 0; a < count; a++) {
          if (predictor(set[a]) == k) {
            own[size++] = set[a];
          }
        }
        at.gradients(penalty, own, size);
        int number = collect(own, size);
        Quadratic q = naive();
        naive.startOne(at.theta(k), at.means(), k, coefficients, number, at.gradient);
        double old = penalty.value(own, size, at.b);
        descent.solve(q, penalty, own, size, at.b, part, bend);
        double promised = penalty.value(own, size, at.b) - old + follow(number, q, k, k + 1);
        search(penalty, own, size, number, old, promised, k);
      }
    }
  }

  /** That of a single coefficient. */
  private int predictor(int block) {
    return blocks.member(block, 0) / problem.features;
  }

  private ResidualQuadratic naive() {
    if (naive == null) {
      naive = new ResidualQuadratic(problem);
    }
    return naive;
  }

  /** @param number of their coefficients, which are collected */
  private void stepTogether(BlockPenalty penalty, int[] set, int count, int number, Depth depth, double violation) {
    Quadratic q;
    double factor;
    if (gramServes(number)) {
      prepareGram(penalty, number, violation);
      factor = gram.factor();
      q = gram;
    } else {
      double same = misled ? 0 : penalty.equals(lastPenalty) ? SAME_SHAPE : LIKE_SHAPE;
      naive().start(at.theta(), at.means(), coefficients, number, at.gradient, same);
      misled = false;
      factor = naive.factor();
      q = naive;
    }
    lastPenalty = penalty;
    double old = penalty.value(set, count, at.b);
    double bend = at.distance(1 - NEARBY) / (NEARBY * NEARBY);
    descent.solve(q, penalty.over(factor), set, count, at.b, depth.over(factor), bend / factor);
    double promised = penalty.value(set, count, at.b) - old + follow(number, q, 0, direction.length);
    search(penalty, set, count, number, old, promised, ALL);
  }

  private boolean gramServes(int number) {
    return columnsSuitGram && number <= MAX_GRAM;
  }

  @Override
  public void newton(BlockPenalty penalty, int[] set, int count, double tolerance) {
    int number = collect(set, count);
    if (supportNewton == null) {
      supportNewton = new SupportNewton(problem, workers);
    }
    double old = penalty.value(set, count, at.b);
    GramQuadratic known = curvature.there() && gramServes(number) ? gram : null;
    if (supportNewton.step(penalty, coefficients, number, at, known, tolerance) == 0) {
      return;
    }
    for (int l = 0; l < direction.length; l++) {
      System.arraycopy(supportNewton.change()[l], 0, direction[l], 0, direction[l].length);
      constantStep[l] = supportNewton.constants()[l];
    }
    search(penalty, set, count, number, old, 0, ALL);
  }

  private int collect(int[] set, int count) {
    int number = blocks.members(set, count);
    if (coefficients.length < number) {
      coefficients = new int[2 * number];
      before = new double[2 * number];
    }
    blocks.collect(set, count, coefficients);
    at.values(coefficients, number, before);
    return number;
  }

  private void prepareGram(BlockPenalty penalty, int number, double violation) {
    if (!curvature.there()) {
      remake(false);
    } else if (gram.blurred() || (quadratic && misled)) {
      remake(true);
    } else if (!quadratic) {
      gram.compact(coefficients, number);
      Curvature.Change change = curvature.change(at.means());
      // what the last step at this λ left; at the first one the violation says nothing of the curvature
      double rate = penalty.equals(lastPenalty) ? violation / lastViolation : 0;
      if (misled || change.moved() > OTHER_SHAPE || (rate > POOR_RATE && change.moved() > SAME_SHAPE)) {
        remake(misled && change.moved() <= SAME_SHAPE);
      } else {
        gram.scale(change.factor());
      }
    }
    lastViolation = violation;
    gram.add(coefficients, number);
    gram.setGradients(coefficients, number, at.gradient, gram.factor());
  }

  /** @param exactly whether the old one misled by its rounding */
  private void remake(boolean exactly) {
    if (exactly) {
      curvature.makeExact();
    }
    curvature.take(at.means());
    gram.clear();
    misled = false;
  }

  /**
   * Fills {@code direction} and {@code constantStep} of some predictors from the moves; returns the linear part of the
   * loss's change.
   */
  private double follow(int number, Quadratic q, int first, int end) {
    double linear = 0;
    problem.passed(number);
    int[] column = new int[number];
    double[] factor = new double[number];
    Arrays.fill(constantStep, 0);
    for (int l = first; l < end; l++) {
      int moved = 0;
      for (int a = 0; a < number; a++) {
        int c = coefficients[a];
        int j = c - l * problem.features;
        double delta = at.b[c] - before[a];
        if (delta == 0 || j < 0 || j >= problem.features) {
          continue;
        }
        linear -= at.gradient[c] * delta;
        double f = delta / problem.scale[j];
        column[moved] = j;
        factor[moved++] = f;
        if (problem.intercept) {
          q.addConstants(c, f, constantStep);
        } else {
          constantStep[l] += f * problem.x.shift(j);
        }
      }
      Arrays.fill(direction[l], 0);
      problem.combine(column, factor, moved, direction[l], workers);
    }
    double[] sums = at.thetaSums(first, end);
    if (problem.intercept) {
      q.addConstants(sums, constantStep);
    }
    for (int l = first; l < end; l++) {
      linear -= problem.intercept ? sums[l] * constantStep[l] : 0;
      for (int i = 0; i < direction[l].length; i++) {
        direction[l][i] += constantStep[l];
      }
    }
    return linear;
  }

  /**
   * Goes along the direction as far as the objective falls (Armijo). A loss that is its own quadratic model needs no
   * look; where the model is in single precision it must not rise, which would show that rounding misled.
   *
   * @param old the penalty before the move
   * @param promised the change of the objective in the linear model
   * @param predictor that moves alone, or ALL
   */
  private void search(BlockPenalty penalty, int[] set, int count, int number, double old, double promised,
      int predictor) {
    double[] b = at.b;
    double[] target = new double[number];
    at.values(coefficients, number, target);
    double rounding = at.rounding() * (Math.abs(at.loss()) + Math.abs(old) + Double.MIN_NORMAL);
    boolean isModel = quadratic && curvature.exact();
    double length = 1;
    for (int attempt = 0; attempt < MAX_HALVINGS; attempt++) {
      double there = predictor == ALL
          ? at.evaluate(direction, length)
          : at.evaluate(predictor, direction[predictor], length);
      double change = there - at.loss() + penalty.value(set, count, b) - old;
      if (isModel || change <= (quadratic ? 0 : ARMIJO * length * promised) + rounding) {
        at.accept(constantStep, length);
        return;
      }
      misled |= quadratic || attempt > 0;
      length /= 2;
      put(number, target, length);
    }
    put(number, target, 0);
  }

  /** Puts the coefficients this far on the way from where they were. */
  private void put(int number, double[] target, double length) {
    for (int a = 0; a < number; a++) {
      at.b[coefficients[a]] = before[a] + length * (target[a] - before[a]);
    }
  }
}
