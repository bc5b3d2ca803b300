package dev.lariat.optim;

/** Whose arithmetic an optimizer follows. It never changes what λ means. */
public enum Dialect {
  /** Velocity with the learning rate inside; Adam in the ε̂ form with ε 1e-7; AdamW's decay 0.004. */
  KERAS,
  /**
   * Momentum buffer that starts as the first gradient; Adam with ε 1e-8 beside √v̂; AdamW's decay 0.01. The default.
   */
  PYTORCH,
  /** As PyTorch, but dampening applies to the first step too, and Adam corrects no bias unless asked. */
  MLX
}
