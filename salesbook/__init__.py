"""Plan, hand down and track sales targets without leaving Excel."""

__version__ = "0.1.0"
