"""gd beside the other ways to descend least squares in Python, in turns, for peers.json.

Each way starts from the arrays X and y and returns the path and its costs; gd's time includes that
of making its cost. Compiled ways are warm. All paths are compared with gd's. Run once with one
thread and once with as many as the libraries take by default, each in a process of its own.
"""

import contextlib
import functools
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

RESULTS = Path(__file__).with_name("peers.json")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
RTOL = 1e-9
PEERS = ("NumPy, products", "JAX", "PyTorch")


# -- The ways ----------------------------------------------------------------------------------
def by_gd(X, y, start, alpha, steps):
    return gd.descend(gd.LeastSquares(X, y), start, alpha, steps)


def by_products(X, y, start, alpha, steps, m=None):
    """A NumPy loop of matrix products, as terse as it gets."""
    m, theta = m or len(y), start
    r = X @ theta - y
    thetas, costs = [theta], [r @ r / (2 * m)]
    for _ in range(steps):
        theta = theta - alpha * (X.T @ r) / m
        r = X @ theta - y
        thetas.append(theta)
        costs.append(r @ r / (2 * m))
    return np.array(thetas), np.array(costs)


def by_triangle(X, y, start, alpha, steps):
    """The same loop on the triangle, which NumPy makes of all points at once."""
    R = np.linalg.qr(np.column_stack([X, y]), mode="r")
    return by_products(R[:, :-1], R[:, -1], start, alpha, steps, len(y))


def by_means(X, y, start, alpha, steps):
    """A NumPy loop that is the formulas as they stand, with the sums that gd takes."""
    columns, theta = X.T.copy(), start
    r = sum(t * x for t, x in zip(theta, columns, strict=True)) - y
    thetas, costs = [theta], [np.mean(r**2) / 2]
    for _ in range(steps):
        theta = theta - alpha * np.array([np.mean(r * x) for x in columns])
        r = sum(t * x for t, x in zip(theta, columns, strict=True)) - y
        thetas.append(theta)
        costs.append(np.mean(r**2) / 2)
    return np.array(thetas), np.array(costs)


def by_classic_code(X, y, start, alpha, steps):
    """What blog lessons do each step: a hypothesis for every derivative, a cost for surfaces."""
    x, m = X[:, 1], len(y)

    def hypothesis(theta0, theta1):
        return theta0 + theta1 * x

    def cost(theta0, theta1):
        theta0, theta1 = np.atleast_3d(np.asarray(theta0)), np.atleast_3d(np.asarray(theta1))
        return np.average((y - hypothesis(theta0, theta1)) ** 2, axis=2) / 2

    thetas, costs = [np.array(start)], [cost(*start)[0, 0]]
    for _ in range(steps):
        last, new = thetas[-1], np.empty(2)
        new[0] = last[0] - alpha / m * np.sum(hypothesis(*last) - y)
        new[1] = last[1] - alpha / m * np.sum((hypothesis(*last) - y) * x)
        thetas.append(new)
        costs.append(cost(*new)[0, 0])
    return np.array(thetas), np.array(costs)


def jitted():
    """JAX, one compiled program for the whole descent; and the same for a batch of them."""
    import jax

    jax.config.update("jax_enable_x64", True)

    @functools.partial(jax.jit, static_argnums=4)
    def descend(columns, y, start, alpha, steps):
        def cost(r):
            return r @ r / (2 * len(y))

        def step(state, _):
            theta, r = state
            theta = theta - alpha * (columns @ r) / len(y)
            r = theta @ columns - y
            return (theta, r), (theta, cost(r))

        r = start @ columns - y
        thetas, costs = jax.lax.scan(step, (start, r), None, length=steps)[1]
        join = jax.numpy.concatenate
        return join([start[None], thetas]), join([cost(r)[None], costs])

    batch = jax.vmap(jax.vmap(descend, (None, None, None, 0, None)), (None, None, 0, None, None))
    batch = jax.jit(batch, static_argnums=4)

    def by_jax(columns, y, start, alpha, steps):
        run = descend if start.ndim == 1 else batch
        start = start if start.ndim == 1 else start[:, 0]
        return [part.block_until_ready() for part in run(columns, y, start, alpha, steps)]

    return by_jax, jax.numpy.asarray


def torched():
    import torch

    @torch.no_grad()
    def by_torch(X, y, start, alpha, steps):
        m, theta = len(y), start
        r = X @ theta - y
        thetas, costs = [theta], [r @ r / (2 * m)]
        for _ in range(steps):
            theta = theta - alpha * (r @ X) / m
            r = X @ theta - y
            thetas.append(theta)
            costs.append(r @ r / (2 * m))
        return torch.stack(thetas), torch.stack(costs)

    return by_torch, torch.from_numpy


# -- Measuring ---------------------------------------------------------------------------------
def ways(X, y, start):
    """Each way with its arrays, made beforehand: its name, and a function of α and steps."""
    sides = {
        "gd": functools.partial(by_gd, X, y, start),
        "NumPy, products": functools.partial(by_products, X, y, start),
    }
    columns = X.T.copy()  # the order of memory in which JAX and PyTorch are fastest
    with contextlib.suppress(ImportError):
        way, take = jitted()
        sides["JAX, jitted"] = functools.partial(way, take(columns), take(y), take(start))
    with contextlib.suppress(ImportError):
        way, take = torched()
        sides["PyTorch"] = functools.partial(way, take(columns).T, take(y), take(start))
    if len(y) > 1000:
        sides["NumPy, products, by columns"] = functools.partial(by_products, columns.T, y, start)
        sides["NumPy, triangle"] = functools.partial(by_triangle, X, y, start)
    elif start.ndim == 1:
        sides["NumPy, means"] = functools.partial(by_means, X, y, start)
        sides["classic code"] = functools.partial(by_classic_code, X, y, start)
    return sides


def medians(sides, rounds):
    """The median time of each side, in seconds; they take turns."""
    times = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            begun = time.perf_counter()
            side()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) for name, taken in times.items()}


def compare(sides, ours):
    """Every path and its costs are those of gd."""
    for name, side in sides.items():
        thetas, costs = map(np.asarray, side())
        if thetas.shape != ours.thetas.shape:  # a batch: JAX puts the steps behind it
            thetas, costs = np.moveaxis(thetas, 2, 0), np.moveaxis(costs, 2, 0)
        # Near the minimiser of data without noise J is nothing but rounding.
        np.testing.assert_allclose(thetas, ours.thetas, RTOL, RTOL, err_msg=name)
        np.testing.assert_allclose(costs, ours.costs, RTOL, RTOL, err_msg=name)


def rows(n, m=10**6):
    X = rng.normal(size=(m, n))
    return X, X @ np.arange(1.0, n + 1) + rng.normal(size=m)


def large(n):
    X, y = rows(n)
    sides = ways(X, y, np.zeros(n))
    timed = {name: functools.partial(side, 0.1, 1000) for name, side in sides.items()}
    compare(timed, timed["gd"]())  # and compiled by now
    few = {name: timed[name] for name in timed if name != "gd"}
    # The others take seconds: gd and the pass over the data get their turns between them.
    times = {name: [] for name in (*timed, "one pass over the data")}
    for _ in range(3):
        for name, side in few.items():
            times[name].append(medians({name: side}, 1)[name])
            near = medians({"gd": timed["gd"], "one pass over the data": X.sum}, 5)
            for also, took in near.items():
                times[also].append(took)
    return {name: statistics.median(taken) for name, taken in times.items()}


def small():
    x = np.linspace(-1, 1, 20)
    X, y = gd.with_intercept(x), 2 + 2 * x
    sides = {k: functools.partial(s, 0.7, 14) for k, s in ways(X, y, np.zeros(2)).items()}
    compare(sides, sides["gd"]())
    return medians(sides, 2000)


def batch():
    x = np.linspace(-1, 1, 20)
    X, y = gd.with_intercept(x), 2 + 2 * x
    starts, alphas = rng.normal(size=(10, 1, 2)), np.linspace(0.1, 1.9, 100)
    sides = ways(X, y, starts)
    sides = {k: functools.partial(sides[k], alphas, 100) for k in ("gd", "JAX, jitted")}
    compare(sides, sides["gd"]())
    return medians(sides, 50)


def surface():
    X, y = rows(2)
    grid = np.stack(np.meshgrid(np.linspace(-4, 4, 101), np.linspace(-5, 5, 101)), axis=-1)

    def ours():
        return gd.LeastSquares(X, y)(grid)

    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {**medians({"gd": ours}, 9), "MB": peak / 1e6, "GiB, classic code": 101**2 * 8e6 / 2**30}


def growth():
    """Seconds to make the cost, to take a step on it, and to take one by matrix products."""
    found = {}
    for m in (10**3, 10**4, 10**5, 10**6, 10**7):
        X, y = rows(2, m)
        X = np.asfortranarray(X)
        J = gd.LeastSquares(X, y)
        sides = {
            "make J": lambda X=X, y=y: gd.LeastSquares(X, y),
            "1000 steps": lambda J=J: gd.descend(J, [0, 0], 0.1, 1000),
            "a cost, NumPy": lambda X=X, y=y: by_products(X, y, np.zeros(2), 0.1, 0),
            "10 steps, NumPy": lambda X=X, y=y: by_products(X, y, np.zeros(2), 0.1, 10),
        }
        took = medians(sides, 5 if m == 10**7 else 15)
        found[m] = {
            "make J": took["make J"],
            "a step": took["1000 steps"] / 1000,
            "a step, NumPy": (took["10 steps, NumPy"] - took["a cost, NumPy"]) / 10,
        }
    return found


WORK = {
    "m = 10⁶, n = 10, 1000 steps": lambda: large(10),
    "m = 10⁶, n = 2, 1000 steps": lambda: large(2),
    "m = 20, n = 2, 14 steps": small,
    "1000 descents at once, m = 20, 100 steps": batch,
    "a 101 × 101 surface, m = 10⁶": surface,
}


# -- The report --------------------------------------------------------------------------------
def bars(work, took):
    """What the times of a work are held to: what was found, the bar, and whether it holds."""
    # What goes through all points at each step.
    ours, peers = took["gd"], [v for k, v in took.items() if k.startswith(PEERS)]
    if "10⁶" in work and "steps" in work:
        best = min(peers) / ours
        yield f"{best:.0f} times as fast as the best peer", "at least 100", best >= 100
        if "n = 10" in work:
            passes = ours / took["one pass over the data"]
            yield f"{passes:.0f} passes over the data", "at most 25", passes <= 25
    elif "14 steps" in work:
        classic = ours / took["classic code"]
        yield f"{classic:.2f} of the classic code's time", "at most 0.20", classic <= 0.2
        for name in ("NumPy, means", "NumPy, products"):
            loop = ours / took[name]
            yield f"{loop:.2f} of that of the loop of {name[7:]}", "at most 1", loop <= 1
    elif "at once" in work:
        warm = ours / took["JAX, jitted"]
        yield f"{warm:.2f} of the time of JAX's vmap", "at most 1", warm <= 1
    else:
        yield f"{1000 * ours:.0f} ms", "at most 100", ours <= 0.1
        yield f"{took['MB']:.1f} MB", "at most 100", took["MB"] <= 100


def machine():
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return platform.processor() or platform.machine()


def versions():
    found = {"Python": platform.python_version()}
    for name in ("numpy", "jax", "torch"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def main():
    results = {
        "machine": machine(),
        "cores": len(os.sched_getaffinity(0)),
        "versions": versions(),
        "work": {},
    }
    for threads in ("one", "default"):
        environ = os.environ | (dict.fromkeys(THREADS, "1") if threads == "one" else {})
        answer = subprocess.run(
            [sys.executable, __file__, threads], env=environ, stdout=subprocess.PIPE, check=True
        )
        for work, took in json.loads(answer.stdout).items():
            results["work"].setdefault(work, {})[threads] = took
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    missed = 0
    for work, by_threads in results["work"].items():
        for threads, took in by_threads.items():
            print(f"\n{work}, threads: {threads}")
            if work == "growth":
                continue
            for name, seconds in took.items():
                print(f"  {name:28} {seconds:.4g}")
            for found, bar, holds in bars(work, took):
                missed += not holds
                print(f"  {found} (bar: {bar}){'' if holds else '  MISSED'}")
    sys.exit(f"{missed} bars missed" if missed else 0)


if __name__ == "__main__" and len(sys.argv) == 1:
    main()
elif __name__ == "__main__":
    if sys.argv[1] == "one" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # JAX asks how many there are
    import numpy as np

    import gd

    rng = np.random.default_rng(0)
    measured = {work: measure() for work, measure in WORK.items()}
    if sys.argv[1] == "one":
        measured["growth"] = growth()
    print(json.dumps(measured))
