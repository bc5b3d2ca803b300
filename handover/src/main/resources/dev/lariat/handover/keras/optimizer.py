# ==== Momentum ====


class Momentum(keras.optimizers.SGD):
    """As in PyTorch the learning rate stands outside of the velocity: a schedule acts on all of it."""

    def update_step(self, gradient, variable, learning_rate):
$DENSE        b = self.momentums[self._get_variable_index(variable)]
        self.assign(b, self.momentum * b + $ADD * gradient)
        self.assign_sub(variable, learning_rate * ($MOVE))
# ==== Adam ====


class $NAME(keras.optimizers.$NAME):
    """$WHY"""

    def update_step(self, gradient, variable, learning_rate):
$DENSE        m = self._momentums[self._get_variable_index(variable)]
        v = self._velocities[self._get_variable_index(variable)]
        self.assign_add(m, (gradient - m) * (1 - self.beta_1))
        self.assign_add(v, (gradient * gradient - v) * (1 - self.beta_2))
# ==== corrected move ====
        t = ops.cast(self.iterations + 1, "float32")
        root = ops.sqrt(v) / ops.sqrt(1 - ops.power(self.beta_2, t))
        step = learning_rate / (1 - ops.power(self.beta_1, t))
        self.assign_sub(variable, step * m / (root + self.epsilon))
# ==== uncorrected move ====
        self.assign_sub(variable, learning_rate * m / (ops.sqrt(v) + self.epsilon))
# ==== RMSprop ====


class RMSprop(keras.optimizers.RMSprop):
    """Epsilon stands beside the root, as in PyTorch and MLX; Keras adds it under the root."""

    def update_step(self, gradient, variable, learning_rate):
$DENSE        v = self._velocities[self._get_variable_index(variable)]
        self.assign(v, self.rho * v + (1 - self.rho) * gradient * gradient)
        self.assign_sub(variable, learning_rate * gradient / (ops.sqrt(v) + self.epsilon))
