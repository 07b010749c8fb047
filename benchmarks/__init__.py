"""Ratios side by side, measured in one run: `python -m benchmarks [NAME] [--json]`.

Every file `bench_<name>.py` here is a benchmark: its `measures(data)` yields `Measure`s.
"""
