# ==== Momentum ====


class Momentum(optim.SGD):
    """$WHY"""

    def apply_single(self, gradient, parameter, state):
        v = self.momentum * state["v"] $ADD
        state["v"] = v
        return parameter $MOVE
# ==== Adam ====


class Adam(optim.Adam):
    """As in Keras epsilon stands beside the uncorrected root; MLX adds it to the corrected one."""

    def apply_single(self, gradient, parameter, state):
        beta1, beta2 = self.betas
        m = state["m"] = beta1 * state["m"] + (1 - beta1) * gradient
        v = state["v"] = beta2 * state["v"] + (1 - beta2) * gradient * gradient
        rate = self.learning_rate * mx.sqrt(1 - beta2**self.step) / (1 - beta1**self.step)
        return parameter - rate * m / (mx.sqrt(v) + self.eps)
# ==== RMSprop ====


class RMSprop(optim.RMSprop):
    """As in Keras epsilon stands under the root; MLX adds it to the root."""

    def apply_single(self, gradient, parameter, state):
        v = state["v"] = self.alpha * state["v"] + (1 - self.alpha) * gradient * gradient
        return parameter - self.learning_rate * gradient / mx.sqrt(v + self.eps)
