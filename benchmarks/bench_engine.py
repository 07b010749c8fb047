"""The decomposition engine: fitting against the PyPI package ipfn, days against HiGHS, and what exact rounding costs.

The cubes are made up, from a fixed seed: every rep sells some products in two regions, in all months; the totals are
those of a hidden cube, so that they can be met.
"""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import combinations
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from salesbook.domain.fit import Margin

TOLERANCE = 1e-6
MONTHS, REGIONS, PRODUCTS, REPS = 12, 30, 50, 300
CELLS = 200_000
DAYS = 365


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """Cells by their place on each axis, with a weight, and the totals of each family of axes."""

    codes: Sequence[NDArray[np.int64]]
    sizes: tuple[int, ...]
    weights: NDArray[np.float64]
    hidden: NDArray[np.float64]

    def margin(self, *axes: int) -> Margin:
        """The totals by some axes."""
        import numpy as np

        from salesbook.domain.fit import Margin

        group = np.zeros(len(self.weights), dtype=np.int64)
        size = 1
        for axis in axes:
            group, size = group * self.sizes[axis] + self.codes[axis], size * self.sizes[axis]
        return Margin(str(axes), group, np.bincount(group, self.hidden, size).astype(np.float64))


def _cube(codes: Sequence[NDArray[np.int64]], sizes: tuple[int, ...], seed: int = 7) -> Cube:
    import numpy as np

    random = np.random.default_rng(seed)
    weights = random.lognormal(0, 1, len(codes[0]))
    true = weights * random.lognormal(0, 0.5, len(weights))
    for code, size in zip(codes, sizes, strict=True):
        true = true * random.lognormal(0, 0.3, size)[code]
    return Cube(codes, sizes, weights, np.maximum(np.rint(true * 25 / true.mean()), 1))


@cache
def dense() -> Cube:
    """12 × 30 × 50, every cell."""
    import numpy as np

    sizes = (MONTHS, REGIONS, PRODUCTS)
    return _cube([axis.ravel() for axis in np.indices(sizes)], sizes)


@cache
def sparse(cells: int) -> Cube:
    """12 × 30 × 50 × 300 with so many cells, sorted."""
    import numpy as np

    random = np.random.default_rng(11)
    rows = []
    for rep in range(REPS):
        regions = random.choice(REGIONS, 2, replace=False)
        sold = random.choice(2 * PRODUCTS, round(cells / MONTHS / REPS), replace=False)
        rows += [(regions[at // PRODUCTS], at % PRODUCTS, rep) for at in sorted(sold.tolist())]
    base = np.array(rows, dtype=np.int64)
    codes = [np.repeat(np.arange(MONTHS), len(base)), *(np.tile(base[:, j], MONTHS) for j in range(3))]
    order = np.lexsort(codes[::-1])
    return _cube([code[order] for code in codes], (MONTHS, REGIONS, PRODUCTS, REPS))


def measures(_orders: Path) -> Iterator[Measure | str]:
    """Fitting, the pipeline, days, and how time and memory grow."""
    if find_spec("ipfn") is None:
        yield "ipfn is not installed (pip install salesbook[bench]): fitting is not compared."
    else:
        yield from _against_ipfn()
    if find_spec("scipy") is None:
        yield "scipy is not installed (pip install salesbook[test]): days are not compared."
    else:
        yield _against_highs()
    whole, half = sparse(CELLS), sparse(CELLS // 2)
    yield Measure(
        "engine.pipeline.sparse", lambda: pipeline(whole), lambda: fitted(whole, 1e-9), 3,
        f"fitting alone, {len(whole.weights):,} cells; all margins exact to the unit",
    )  # fmt: skip
    yield Measure(
        "engine.growth.time", lambda: pipeline(whole), lambda: (pipeline(half), pipeline(half)), 1.5,
        "the same with half the cells, twice",
    )  # fmt: skip
    yield Measure(
        "engine.growth.memory", lambda: peak(whole), lambda: 2 * peak(half), 1.25,
        "twice the peak with half the cells", rounds=1, unit="MB",
    )  # fmt: skip


def _against_ipfn() -> Iterator[Measure]:
    cube, large = dense(), sparse(CELLS)
    yield Measure(
        "engine.fit.dense", lambda: dense_fitted(cube), lambda: ipfn_dense(cube), 1 / 20,
        "ipfn on the array 12 × 30 × 50, all margins of two axes, tolerance 1e-6", rounds=3,
    )  # fmt: skip
    yield Measure(
        "engine.fit.sparse", lambda: fitted(large, TOLERANCE), lambda: ipfn_table(large), 1 / 20,
        f"ipfn on the table of {len(large.weights):,} cells, all margins of one axis, tolerance 1e-6", rounds=3,
    )  # fmt: skip


def _against_highs() -> Measure:
    totals, weights = days()
    return Measure(
        "engine.days", lambda: split(totals, weights), lambda: highs(totals, weights), 1,
        f"HiGHS through scipy, {REPS} × {DAYS}, both margins exact; ours every running total, too", rounds=3,
    )  # fmt: skip


def fitted(cube: Cube, tolerance: float) -> NDArray[np.float64]:
    """The sparse cube fitted to the totals of its four axes."""
    from salesbook.domain.fit import fit

    return fit(cube.weights, [cube.margin(axis) for axis in range(4)], tolerance=tolerance)


def pipeline(cube: Cube) -> NDArray[np.int64]:
    """Fitted and made whole; all totals are checked."""
    from salesbook.domain.fit import fit
    from salesbook.domain.rounding_margins import round_margins

    margins = [cube.margin(axis) for axis in range(4)]
    whole = round_margins(fit(cube.weights, margins), margins)
    assert whole is not None, "the totals come from whole cells"
    assert all((margin.sums(whole) == margin.totals).all() for margin in margins)
    return whole


def peak(cube: Cube) -> float:
    """The most memory that the pipeline takes, in megabytes."""
    tracemalloc.start()
    pipeline(cube)
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return most


def dense_fitted(cube: Cube) -> NDArray[np.float64]:
    from salesbook.domain.fit import fit

    return fit(cube.weights, [cube.margin(*pair) for pair in combinations(range(3), 2)], tolerance=TOLERANCE)


def ipfn_dense(cube: Cube) -> Any:
    from ipfn import ipfn

    pairs = [list(pair) for pair in combinations(range(3), 2)]
    totals = [cube.margin(*pair).totals.reshape([cube.sizes[axis] for axis in pair]) for pair in pairs]
    seed = cube.weights.reshape(cube.sizes).copy()  # ipfn writes into what it is given
    return ipfn.ipfn(seed, totals, pairs, convergence_rate=TOLERANCE, rate_tolerance=0).iteration()


def ipfn_table(cube: Cube) -> Any:
    """Until it meets the totals."""
    import warnings

    import pandas as pd
    from ipfn import ipfn

    names = ["month", "region", "product", "rep"]
    table = pd.DataFrame({**dict(zip(names, cube.codes, strict=True)), "total": cube.weights.copy()})
    totals = [pd.Series(cube.margin(axis).totals, name="total").rename_axis(name) for axis, name in enumerate(names)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method = ipfn.ipfn(
            table, totals, [[name] for name in names],
            convergence_rate=TOLERANCE, rate_tolerance=0,
        )  # fmt: skip
        return method.iteration()


@cache
def days() -> tuple[list[int], NDArray[np.float64]]:
    """Totals of 300 reps, and the weights of a year's days."""
    import numpy as np

    random = np.random.default_rng(5)
    return random.integers(4_000, 14_000, REPS).tolist(), random.choice([0.5, 1.0, 1.0, 1.0, 1.2], DAYS)


def split(totals: list[int], weights: NDArray[np.float64]) -> object:
    """Days by weight; both margins are checked."""
    from salesbook.domain.apportion import apportion_running
    from salesbook.domain.split_days import split_days

    found = split_days(totals, weights).values
    assert (found.sum(axis=1) == totals).all()
    assert found.sum(axis=0).tolist() == apportion_running(sum(totals), weights.tolist())
    return found


def highs(totals: list[int], weights: NDArray[np.float64]) -> Any:
    """The nearest whole values with the same margins: a network, so the linear program has a whole solution."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    from salesbook.domain.apportion import apportion_running

    shares = np.outer(totals, weights / weights.sum())
    floor = np.floor(shares)
    row, column = np.indices(shares.shape).reshape(2, -1)
    cells = np.arange(shares.size)
    places = (np.r_[row, REPS + column], np.r_[cells, cells])
    member = csr_array((np.ones(2 * len(cells)), places), shape=(REPS + DAYS, len(cells)))
    by_day = apportion_running(sum(totals), weights.tolist())
    left = np.r_[np.array(totals) - floor.sum(axis=1), np.array(by_day) - floor.sum(axis=0)]
    cost = (1 - 2 * (shares - floor)).ravel()
    return linprog(cost, A_eq=member, b_eq=left, bounds=(0, 1), method="highs").status
