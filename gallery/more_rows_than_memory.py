# /// script
# dependencies = ["distributed", "matplotlib"]
# ///
r"""
Fit more rows than memory holds
===============================

A cost over ten million rows is the sum of the costs over their blocks. Dask makes one block at a
time for each core, and forgets it once it is summed, so that memory does not grow with the data.
"""

import os

import dask
import dask.array as da
import matplotlib.pyplot as plt
import numpy as np
import psutil
from distributed import Client, LocalCluster

import gd

plt.style.use("gd.figure")

# %%
# A cluster: the cores of this machine, which it alone can reach, with a network or without, or, where
# the variable holds the address of a scheduler, the machines behind it. They need gd, too.

address = os.environ.get("DASK_SCHEDULER_ADDRESS")
pages = {"dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
cluster = address or LocalCluster(
    processes=False, protocol="tcp", host="127.0.0.1", **pages
)
client = Client(cluster)

# %%
# What is done with a block, and how two results become one. To watch the memory, each result also
# has that of the process, while the block is in it.


def cost(X, y):
    return gd.LeastSquares(X, y), psutil.Process().memory_info().rss


def add(results):
    costs, memory = zip(*results, strict=True)
    return sum(costs), max(memory)


# %%
# Four features with four true slopes, drawn at random block by block. The results are added up by
# fours, and the sums again, in a tree: no addition has more than four.

truth = np.array([3, -1, 0.5, 2])
rows = np.array([1, 2, 5, 10]) * 1_000_000
memory = []
for m in rows:
    rng = da.random.default_rng(seed=1)
    X = rng.normal(size=(m, 4), chunks=(250_000, 4))
    y = X @ truth + rng.normal(size=m, chunks=250_000)
    blocks = zip(X.to_delayed().ravel(), y.to_delayed(), strict=True)
    results = [dask.delayed(cost)(*block) for block in blocks]
    while len(results) > 1:
        fours = range(0, len(results), 4)
        results = [dask.delayed(add)(results[i : i + 4]) for i in fours]
    J, most = results[0].compute()
    memory.append(most)
    size = (X.nbytes + y.nbytes) / 1e6
    print(f"{m:>10,} rows, {size:>3.0f} MB: {J.minimizer.round(4)}")

client.close()
if not address:
    cluster.close()

# %%
# J is now an object like any other. A descent on it costs what it costs on twenty rows.

thetas, costs = gd.descend(J, np.zeros(4), 0.5 * gd.critical_rate(J), steps=20)
print(J, thetas[-1].round(4))

# %%
# Notice the flat line. The data grow tenfold, and the most memory that a process needed, in whole
# multiples of the first run's, stays what it was. Blocks that were kept would have raised it.

fig, ax = plt.subplots()
ax.loglog(rows, rows / rows[0], "o--", color="0.4", label="the data")
times = np.rint(np.array(memory) / memory[0])
ax.loglog(rows, times, "o-", color="C0", label="memory used")
ax.set(xlabel="rows", ylabel="times that of the first run", title="Ten times the data")
ax.set_yticks([1, 2, 5, 10], labels=["1", "2", "5", "10"])
ax.set_xticks(rows, labels=[f"{m:,}" for m in rows])
ax.minorticks_off()
ax.legend()
plt.show()
