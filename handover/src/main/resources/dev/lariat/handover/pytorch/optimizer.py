# ==== Momentum ====


class Momentum(torch.optim.Optimizer):
    """$WHY"""

    def __init__(self, params, lr, momentum, dampening=0.0, nesterov=False):
        super().__init__(params, {"lr": lr, "weight_decay": 0.0})
        self.momentum, self.dampening, self.nesterov = momentum, dampening, nesterov

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                g = w.grad + group["weight_decay"] * w
                state = self.state[w]
                if not state:
                    state["v"] = torch.zeros_like(w)
                v = state["v"].mul_(self.momentum).add_(g, alpha=$ADD)
                w.add_($MOVE)
# ==== Adam ====


class Adam(torch.optim.Optimizer):
    """$WHY"""

    def __init__(self, params, lr, betas, eps):
        super().__init__(params, {"lr": lr, "weight_decay": 0.0})
        self.betas, self.eps = betas, eps

    @torch.no_grad()
    def step(self):
        beta1, beta2 = self.betas
        for group in self.param_groups:
            for w in group["params"]:
                g = w.grad + group["weight_decay"] * w
                state = self.state[w]
                if not state:
                    state.update(step=0, exp_avg=torch.zeros_like(w), exp_avg_sq=torch.zeros_like(w))
                state["step"] += 1
                m = state["exp_avg"].lerp_(g, 1 - beta1)
                v = state["exp_avg_sq"].mul_(beta2).addcmul_(g, g, value=1 - beta2)
                rate = group["lr"]$CORRECTION
                w.sub_(rate * m / (v.sqrt() + self.eps))
# ==== RMSprop ====


class RMSprop(torch.optim.Optimizer):
    """As in Keras epsilon stands under the root; torch.optim.RMSprop adds it to the root."""

    def __init__(self, params, lr, alpha, eps):
        super().__init__(params, {"lr": lr, "weight_decay": 0.0})
        self.alpha, self.eps = alpha, eps

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                g = w.grad + group["weight_decay"] * w
                state = self.state[w]
                if not state:
                    state.update(step=0, square_avg=torch.zeros_like(w))
                state["step"] += 1
                v = state["square_avg"].mul_(self.alpha).addcmul_(g, g, value=1 - self.alpha)
                w.sub_(group["lr"] * g / (v + self.eps).sqrt())
