package dev.lariat.generator;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/**
 * Writes the kernels' unrolled loops, which differ in their numbers only: the tiles of a matrix product and the
 * horizontal sums. A vector can be neither in an array nor in a call (C2 would put it into memory), so each accumulator
 * has a name and each line stands as often as there are accumulators. The build runs this as an annotation processor
 * before it compiles the kernels; what it writes is in {@code core/target/generated-sources/kernel}.
 */
@SupportedAnnotationTypes("*")
public final class KernelGenerator extends AbstractProcessor {
  /** The heights of tiles; the highest is for 512-bit vectors. */
  private static final int[] HEIGHTS = {8, 6, 4, 2, 1};
  private static final int LANES = 16;

  private boolean written;

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (!written) {
      written = true;
      write("VectorTiles", tiles());
      write("VectorSums", sums());
    }
    return false;
  }

  private void write(String type, String text) {
    // as a resource: javac would compile a source file at once, without the classes that it uses
    try (Writer file = processingEnv.getFiler()
        .createResource(StandardLocation.SOURCE_OUTPUT, "dev.lariat.kernel", type + ".java")
        .openWriter()) {
      file.write(text);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + type + ".java", e);
    }
  }

  /** {@return the pattern for each i below {@code count}: %1$d is i, %2$s is " + i * stride"} */
  private static String lines(int count, String pattern, String stride) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, pattern, i, times(i, stride)) + "\n")
        .collect(Collectors.joining());
  }

  private static String times(int i, String stride) {
    if (i == 0) {
      return "";
    }
    return stride.equals("1") ? " + " + i : i == 1 ? " + " + stride : " + " + i + " * " + stride;
  }

  // ---- tiles ----

  private static String tiles() {
    var text = new StringBuilder("""
        package dev.lariat.kernel;

        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * The tiles of {@link VectorProducts}, of every height: C = from + A·B, where C has two vectors a row. Element (r, p) of A
         * stands at a0 + r·lda + p for rows, at a0 + r + p·step for columns. Written by dev.lariat.generator.KernelGenerator.
         */
        final class VectorTiles {
          private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
          private static final int L = F.length();
          /** 1. Not final, so that a loop that steps by it is no counted one for C2. */
          private static int oneAtATime = 1;

          private VectorTiles() {}
        """);
    text.append(choice("rows", "lda"));
    text.append(choice("columns", "step"));
    for (int height : HEIGHTS) {
      text.append(rows(height));
    }
    for (int height : HEIGHTS) {
      text.append(columns(height));
    }
    return text + "}\n";
  }

  private static String parameters(String stride) {
    return "int k, float[] a, int a0, int " + stride
        + ", float[] b, int b0, int ldb, float[] from, int fp, int ldf, float[] c, int cp, int ldc";
  }

  private static String choice(String form, String stride) {
    String cases = IntStream.of(HEIGHTS)
        .mapToObj(height -> "      case " + height + " -> " + form + height + "(k, a, a0, " + stride
            + ", b, b0, ldb, from, fp, ldf, c, cp, ldc);\n")
        .collect(Collectors.joining());
    return "\n  static void " + form + "(int height, " + parameters(stride) + ") {\n    switch (height) {\n" + cases
        + "      default -> throw new IllegalArgumentException(\"no tile is \" + height + \" rows high\");\n    }\n  }\n";
  }

  private static String rows(int height) {
    String starts = IntStream.range(1, height)
        .mapToObj(r -> "    int a" + r + " = a" + (r - 1) + " + lda;\n")
        .collect(Collectors.joining());
    return "\n  private static void rows" + height + "(" + parameters("lda") + ") {\n" + starts + load(height)
        + "    int one = L == 16 ? oneAtATime : 1;\n    int q = b0;\n    for (int p = 0; p < k; p += one) {\n"
        + multiply(height, "a%1$d + p", "") + "    }\n" + store(height) + "  }\n";
  }

  private static String columns(int height) {
    return "\n  private static void columns" + height + "(" + parameters("step") + ") {\n" + load(height)
        + "    int q = b0;\n    for (int p = 0, end = k * step; p < end; p += step) {\n"
        + multiply(height, "a0 + p%2$s", "1") + "    }\n" + store(height) + "  }\n";
  }

  private static String load(int height) {
    return lines(height, """
            FloatVector c%1$d0 = FloatVector.fromArray(F, from, fp%2$s);
            FloatVector c%1$d1 = FloatVector.fromArray(F, from, fp%2$s + L);""", "ldf").indent(4);
  }

  private static String multiply(int height, String place, String stride) {
    return """
              FloatVector v0 = FloatVector.fromArray(F, b, q);
              FloatVector v1 = FloatVector.fromArray(F, b, q + L);
              FloatVector x;
        """ + lines(height, """
              x = FloatVector.broadcast(F, a[PLACE]);
              c%1$d0 = x.fma(v0, c%1$d0);
              c%1$d1 = x.fma(v1, c%1$d1);""".replace("PLACE", place), stride).indent(6) + "      q += ldb;\n";
  }

  private static String store(int height) {
    return lines(height, """
            c%1$d0.intoArray(c, cp%2$s);
            c%1$d1.intoArray(c, cp%2$s + L);""", "ldc").indent(4);
  }

  // ---- sums ----

  private static String sums() {
    return """
        package dev.lariat.kernel;

        import jdk.incubator.vector.DoubleVector;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * Sums with 16 logical accumulators: element i goes to accumulator i mod 16; {@link Kernels#tree} joins them. Written by
         * dev.lariat.generator.KernelGenerator.
         */
        final class VectorSums {
          private static final VectorSpecies<Float> F = VectorWidth.FLOAT;
          private static final VectorSpecies<Double> D = VectorWidth.DOUBLE;
          private static final int L = F.length();
          private static final int LD = D.length();

          private VectorSums() {}
        """ + sum(Element.FLOAT, Term.SUM) + sum(Element.FLOAT, Term.DOT) + sum(Element.DOUBLE, Term.SUM)
        + sum(Element.DOUBLE, Term.DOT) + sum(Element.DOUBLE, Term.WEIGHTED_DOT) + "}\n";
  }

  /** An element's type, its vectors, and as how many of the narrowest ones (128 bits) 16 of it are kept. */
  private enum Element {
    FLOAT("float", "FloatVector", "F", "L", 4), DOUBLE("double", "DoubleVector", "D", "LD", 8);

    private final String type;
    private final String vector;
    private final String species;
    private final String length;
    private final int accumulators;

    Element(String type, String vector, String species, String length, int accumulators) {
      this.type = type;
      this.vector = vector;
      this.species = species;
      this.length = length;
      this.accumulators = accumulators;
    }

    private String load(String array, int accumulator) {
      String place = array + "0" + times(accumulator, length);
      return vector + ".fromArray(" + species + ", " + array + ", " + place + ")";
    }
  }

  /** What is summed. */
  private enum Term {
    /** Σ xᵢ. */
    SUM("sum", "x"),
    /** Σ xᵢ·yᵢ. */
    DOT("dot", "xy"),
    /** Σ (wᵢ·xᵢ)·yᵢ. */
    WEIGHTED_DOT("weightedDot", "wxy");

    private final String method;
    /** Their names, a letter each. */
    private final String arrays;

    Term(String method, String arrays) {
      this.method = method;
      this.arrays = arrays;
    }

    private String parameters(String type) {
      return arrays.chars()
          .mapToObj(array -> type + "[] " + (char) array + ", int " + (char) array + "o")
          .collect(Collectors.joining(", "));
    }

    private String vectors(Element e, int i) {
      String s = "s" + i;
      return switch (this) {
        case SUM -> s + ".add(" + e.load("x", i) + ")";
        case DOT -> e.load("x", i) + ".fma(" + e.load("y", i) + ", " + s + ")";
        case WEIGHTED_DOT -> e.load("w", i) + ".mul(" + e.load("x", i) + ").fma(" + e.load("y", i) + ", " + s + ")";
      };
    }

    private String scalars() {
      return switch (this) {
        case SUM -> "lanes[l] + x[xo + i + l]";
        case DOT -> "Math.fma(x[xo + i + l], y[yo + i + l], lanes[l])";
        case WEIGHTED_DOT -> "Math.fma(w[wo + i + l] * x[xo + i + l], y[yo + i + l], lanes[l])";
      };
    }
  }

  private static String sum(Element e, Term term) {
    var starts = new StringBuilder();
    for (char array : term.arrays.toCharArray()) {
      starts.append("      int ").append(array).append("0 = ").append(array).append("o + i;\n");
    }
    var steps = new StringBuilder();
    var ends = new StringBuilder();
    for (int i = 0; i < e.accumulators; i++) {
      // wider vectors need fewer accumulators
      String step = "s" + i + " = " + term.vectors(e, i) + ";\n";
      String end = "s" + i + ".intoArray(lanes, " + i + " * " + e.length + ");\n";
      if (i == 0) {
        steps.append("      ").append(step);
        ends.append("    ").append(end);
      } else {
        String guard = "if (" + i + " * " + e.length + " < " + LANES + ") {\n";
        steps.append("      ").append(guard).append("        ").append(step).append("      }\n");
        ends.append("    ").append(guard).append("      ").append(end).append("    }\n");
      }
    }
    return """

          static void NAME(int n, PARAMETERS, TYPE[] lanes) {
        ZEROS    int i = 0;
            for (; i <= n - 16; i += 16) {
        STARTSSTEPS    }
        ENDS    for (int l = 0; i + l < n; l++) {
              lanes[l] = SCALARS;
            }
          }
        """.replace("NAME", term.method)
        .replace("PARAMETERS", term.parameters(e.type))
        .replace("ZEROS",
            lines(e.accumulators, "    " + e.vector + " s%1$d = " + e.vector + ".zero(" + e.species + ");", ""))
        .replace("STARTS", starts)
        .replace("STEPS", steps)
        .replace("ENDS", ends)
        .replace("SCALARS", term.scalars())
        .replace("TYPE", e.type);
  }
}
