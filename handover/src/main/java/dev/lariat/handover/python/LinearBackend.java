package dev.lariat.handover.python;

/**
 * What a framework calls the few operations of which a linear fit is made.
 *
 * @param title the framework
 * @param packages what the program needs
 * @param imports the lines that import it
 * @param network functions {@code tensor}, {@code network} and {@code predict}, with placeholders {@code $OUT},
 * {@code $K}
 * @param module where its functions are
 * @param relu its {@code max(x, 0)}
 * @param toNumpy a tensor as an array, with the placeholder {@code $TENSOR}
 * @param version an expression that says which version ran
 * @param tolerance at which change of the coefficients iterations end
 */
public record LinearBackend(String title, String packages, String imports, String network, String module, String relu,
    String toNumpy, String version, String tolerance) {}
