"""Logistic regression for the few dozen features that a person can follow by hand."""

from __future__ import annotations

import numpy as np


def newton(x: np.ndarray, y: np.ndarray, *, penalty: float, steps: int = 40) -> np.ndarray:
    """Weights of ``x`` [examples, features] for ``y`` (0 or 1), by Newton's method with an L2 penalty.

    The first column is the intercept and goes free.
    """
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * w
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9), gradient)
    return w
