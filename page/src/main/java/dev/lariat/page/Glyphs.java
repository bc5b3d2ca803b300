package dev.lariat.page;

import java.util.HashMap;
import java.util.Map;

/** Which characters a terminal shows: all, or only those of ASCII. */
public enum Glyphs {
  /** As written. */
  UNICODE,
  /** Symbols become words or near signs: θ₁ is theta1, √ is sqrt. */
  ASCII;

  private static final Map<Integer, String> REPLACEMENTS = new HashMap<>();

  static {
    String[] pairs = {"−", "-", "–", "-", "—", "-", "·", "*", "×", "x", "√", "sqrt", "θ", "w", "λ", "lambda", "η", "lr",
        "μ", "mu", "β", "beta", "ε", "eps", "α", "alpha", "τ", "tau", "≤", "<=", "≥", ">=", "≠", "!=", "≈", "~", "→",
        "->", "←", "<-", "Σ", "sum ", "‖", "||", "½", "1/2 ", "²", "^2", "…", "...", "±", "+-", "ŷ", "y^", "∈", "in",
        "•", "-", "■", "#", "□", ".", "●", "o", "○", "x", "◆", "+", "△", "A", "▽", "V", "✚", "%", "│", "|", "─", "-",
        "└", "+", "┤", "+", "┬", "+", "╌", "-", "∞", "inf", "ⁿ", "^n", "ᵗ", "^t", "ᵀ", "^T", "⌈", "", "⌉", "", "‘", "'",
        "’", "'", "“", "\"", "”", "\"", "∂", "d", "̂", "^", "⟨", "<", "⟩", ">", "ⱼ", "j", "ᵢ", "i", "ᵏ", "^k", "∇",
        "grad ", "∝", "~", "∼", "~", "ₜ", "t", "ᵢ", "i", "̄", "_mean", "∏", "prod ", "⇒", "=>", "ₖ", "k", "′", "'", "₊",
        "+", "σ", "sigma", "ρ", "rho", "é", "e"};
    for (int i = 0; i < pairs.length; i += 2) {
      REPLACEMENTS.put(pairs[i].codePointAt(0), pairs[i + 1]);
    }
    for (int digit = 0; digit < 10; digit++) {
      REPLACEMENTS.put("₀₁₂₃₄₅₆₇₈₉".codePointAt(digit), Integer.toString(digit));
      REPLACEMENTS.put("⁰¹²³⁴⁵⁶⁷⁸⁹".codePointAt(digit), "^" + digit);
    }
  }

  /** The text in this alphabet. */
  public String of(String text) {
    if (this == UNICODE) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints().forEach(c -> plain.append(c < 128 ? Character.toString(c) : REPLACEMENTS.getOrDefault(c, "?")));
    return plain.toString();
  }
}
