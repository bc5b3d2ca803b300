package dev.lariat.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of the vectors: the machine's own, at most 512 bits (the 16 logical accumulators), or what the system
 * property {@value #PROPERTY} says, for tests and measurements. Constants, because C2 compiles vector code only for a
 * species it knows.
 */
final class VectorWidth {
  static final String PROPERTY = "lariat.vectorBits";
  static final int BITS = bits();
  private static final VectorShape SHAPE = VectorShape.forBitSize(BITS);
  static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Float> HALF = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS / 2));
  static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, SHAPE);
  static final VectorSpecies<Double> DOUBLE = VectorSpecies.of(double.class, SHAPE);

  private VectorWidth() {}

  private static int bits() {
    int preferred = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    int bits = Integer.getInteger(PROPERTY, Math.max(128, preferred));
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(PROPERTY + " must be 128, 256 or 512, but is " + bits);
    }
    return bits;
  }
}
