"""Forecasts from months of history, and how well each would have done in the years that are known.

A method sees what was sold before a day and says where the period ends that contains it. Beside the plan's curve
stand last year's curve, exponential smoothing (statsmodels, where it is installed and history has two years), and two
naive rules that any method must beat: the same as last year, and the average month so far.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from salesbook.domain.forecast import Error, Landing, error_of, land

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Month = tuple[int, int]
"""Year and month number."""

SMOOTHED_MONTHS = 24
"""Months of history before exponential smoothing is tried."""
STEP = 3
"""After every third month of a past year the methods are tried."""
DRAWS, SEED = 500, 20_260_101
"""How many futures are drawn for the range of exponential smoothing; the seed makes it the same every time."""


class Method(Protocol):
    """Where the months `period` will end, the first `over` of which are known in `sold`."""

    def __call__(self, sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None: ...


def years_back(month: Month, years: int) -> Month:
    """The same month so many years earlier."""
    return month[0] - years, month[1]


def like_last_year(sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None:
    """Last year's curve at this year's ratio so far; None where last year is not wholly known."""
    last = [years_back(month, 1) for month in period]
    if min(last) < min(sold):
        return None
    curve = [max(0.0, sold.get(month, 0.0)) for month in last]
    closed = [(curve[i], sold.get(period[i], 0.0)) for i in range(over)]
    return land(closed, sum(curve[over:]))


def like_past_years(sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None:
    """The average curve of all earlier years, each weighing the same, at this year's ratio so far: what a plan split
    by history follows. None without one whole year."""
    shares = [0.0] * len(period)
    years = 1
    while (past := [years_back(month, years) for month in period])[0] >= min(sold):
        amounts = [max(0.0, sold.get(month, 0.0)) for month in past]
        total = sum(amounts)
        if past[-1] < period[0] and total:
            shares = [share + amount / total for share, amount in zip(shares, amounts, strict=True)]
        years += 1
    if not any(shares):
        return None
    closed = [(shares[i], sold.get(period[i], 0.0)) for i in range(over)]
    return land(closed, sum(shares[over:]))


def smoothed(sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None:
    """Exponential smoothing with a damped trend and months of the year; None with less than two years."""
    series = _series(sold, period[over - 1] if over else _before(period[0]))
    if len(series) < SMOOTHED_MONTHS or min(series) <= 0 or find_spec("statsmodels") is None:
        return None
    done = sum(sold.get(month, 0.0) for month in period[:over])
    low, middle, high = _futures(series, len(period) - over)
    return Landing(done + middle, done + low, done + high, len(series))


def same_as_last_year(sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None:  # noqa: ARG001
    """The naive rule: what was sold a year ago; it knows no range."""
    if years_back(period[0], 1) < min(sold):
        return None
    total = sum(sold.get(years_back(month, 1), 0.0) for month in period)
    return Landing(total, total, total, len(period))


def run_rate(sold: Mapping[Month, float], period: Sequence[Month], over: int) -> Landing | None:
    """The naive rule: every month like the average of those that are over; it knows no range."""
    if not over:
        return None
    total = sum(sold.get(month, 0.0) for month in period[:over]) / over * len(period)
    return Landing(total, total, total, over)


METHODS: Mapping[str, Method] = {
    "past-years": like_past_years,
    "last-year": like_last_year,
    "smoothed": smoothed,
    "naive-last-year": same_as_last_year,
    "naive-run-rate": run_rate,
}


def tried(
    sold: Mapping[Month, float], period: Sequence[Month], methods: Mapping[str, Method] = METHODS
) -> dict[str, Error | None]:
    """Each method's error over all earlier years of the period that are wholly known, after each quarter.

    Only tries that every method could answer count, so that the errors can be compared; a method that never answers
    has None and keeps nobody from being tried.
    """
    answers = {name: _answers(sold, period, method) for name, method in methods.items()}
    common = [set(found) for found in answers.values() if found]
    shared = set.intersection(*common) if common else set()
    return {
        name: error_of([found[key] for key in sorted(shared)]) if found else None for name, found in answers.items()
    }


def _answers(
    sold: Mapping[Month, float], period: Sequence[Month], method: Method
) -> dict[tuple[Month, int], tuple[float, float]]:
    """(Landing, truth) by the first month of the year tried and how many of its months were over."""
    found = {}
    years = 1
    while (past := [years_back(month, years) for month in period])[0] >= min(sold):
        truth = sum(sold.get(month, 0.0) for month in past)
        for over in range(STEP, len(past), STEP) if past[-1] <= max(sold) else ():
            seen = {month: amount for month, amount in sold.items() if month <= past[over - 1]}
            landing = method(seen, past, over)
            if landing is not None:
                found[past[0], over] = landing.expected, truth
        years += 1
    return found


def _series(sold: Mapping[Month, float], last: Month) -> list[float]:
    """Month by month from the first that is known to `last`."""
    month, series = min(sold), []
    while month <= last:
        series.append(sold.get(month, 0.0))
        month = (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)
    return series


def _before(month: Month) -> Month:
    return (month[0] - 1, 12) if month[1] == 1 else (month[0], month[1] - 1)


def _futures(series: Sequence[float], ahead: int) -> tuple[float, float, float]:
    """The 10 %, 50 % and 90 % points of the sum of the months ahead."""
    import warnings

    import numpy as np
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    values = np.asarray(series, dtype=float)
    model = ETSModel(values, error="mul", trend="add", damped_trend=True, seasonal="mul", seasonal_periods=12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stopped before the best fit: the back test tells how good it is
        fitted = model.fit(disp=False)
        errors = np.random.default_rng(SEED).normal(0, np.sqrt(fitted.scale), (ahead, DRAWS))
        paths = fitted.simulate(ahead, anchor="end", repetitions=DRAWS, random_errors=errors)
    sums = np.asarray(paths).reshape(ahead, -1).sum(axis=0)
    low, middle, high = np.quantile(sums, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)
