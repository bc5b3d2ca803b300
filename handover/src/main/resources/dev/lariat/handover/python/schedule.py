# ==== cosine ====
rest = max(1, STEPS * EPOCHS - warm_up)
    done = min(1, (step - warm_up) / rest)
    return $FLOOR + (1 - $FLOOR) * 0.5 * (1 + math.cos(math.pi * done))
