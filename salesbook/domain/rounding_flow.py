"""Whole flows nearest to real ones: the exact engine under every controlled rounding here.

A network has edges with a wish (a real number) and bounds, and nodes with a supply. `nearest_flow` finds
whole flows that meet every supply and stay as close to the wishes as can be: between the floor and the
ceiling of each wish where possible, further away at a high price, outside soft bounds at a price higher
still, outside hard bounds never. It is the primal-dual method for convex costs (Ahuja, Magnanti and Orlin,
Network Flows, 1993, ch. 9 and 14) with shortest paths found for all nodes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]
    Marks = NDArray[np.bool_]

FINE = 8  # price steps within one unit: nearer than an eighth counts as the same
WIDE = 1 << 20  # price of each step outside floor and ceiling; dearer the further out
SOFT = 1 << 40  # price of each unit outside the soft bounds
ENDLESS = 1 << 50  # a bound that does not bind
NEVER = 1 << 60
WHOLE = 1e-6  # a wish this near a whole number is that number


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Edges from `tail` to `head`: wishes, soft bounds (`least`, `most`), hard bounds (`low`, `high`)."""

    tail: Wholes
    head: Wholes
    wish: Reals
    least: Wholes
    most: Wholes
    low: Wholes
    high: Wholes
    wide: Wholes | None = None  # price of each step outside floor and ceiling, WIDE where not given

    @property
    def floor(self) -> Wholes:
        return np.floor(self.wish + WHOLE).astype(np.int64)

    @property
    def ceiling(self) -> Wholes:
        return np.ceil(self.wish - WHOLE).astype(np.int64)


class NoFlowError(ValueError):
    """The supplies cannot all be met; `cut` marks the nodes that hold more than can leave them."""

    def __init__(self, cut: Marks, short: int) -> None:
        self.cut, self.short = cut, short
        super().__init__(f"{short} units cannot leave {int(cut.sum())} nodes")


def nearest_flow(network: Network, supply: Wholes) -> Wholes:
    """Whole flows that meet every node's supply (what leaves it less what enters it), nearest to the wishes.

    >>> n = np.array
    >>> free = dict(least=n([0, 0]), most=n([9, 9]), low=n([0, 0]), high=n([9, 9]))
    >>> nearest_flow(Network(n([0, 0]), n([1, 1]), n([1.4, 1.6]), **free), n([3, -3])).tolist()
    [1, 2]
    """
    search = _Search(network, supply)
    while search.excess.any():
        search.advance()
    return search.flow


class _Search:
    """The state of one primal-dual run."""

    def __init__(self, network: Network, supply: Wholes) -> None:
        self.net = network
        self.floor, self.ceiling = network.floor, network.ceiling
        slope = np.rint(FINE * (1 - 2 * (network.wish - self.floor))).astype(np.int64)
        self.wide = np.full(len(slope), WIDE, dtype=np.int64) if network.wide is None else network.wide
        self.within = np.where(self.ceiling > self.floor, slope, 0)
        near = np.where(slope < 0, self.ceiling, self.floor)
        near = np.clip(np.clip(near, network.least, network.most), network.low, network.high)
        self.flow: Wholes = near.astype(np.int64)
        nodes = len(supply)
        leaving = np.bincount(network.tail, self.flow, nodes) - np.bincount(network.head, self.flow, nodes)
        self.excess: Wholes = supply - np.rint(leaving).astype(np.int64)
        self.potential: Wholes = np.zeros(nodes, dtype=np.int64)
        self.arc_tail = np.concatenate([network.tail, network.head])
        self.arc_head = np.concatenate([network.head, network.tail])
        self.by_head = np.argsort(self.arc_head, kind="stable")
        sorted_heads = self.arc_head[self.by_head]
        self.starts = np.flatnonzero(np.r_[True, sorted_heads[1:] != sorted_heads[:-1]][: len(sorted_heads)])
        self.reached_heads = sorted_heads[self.starts]

    def advance(self) -> None:
        """One phase: shortest distances from all excess, then as much flow as the shortest ways take."""
        room, price = self._arcs()
        reduced = price + self.potential[self.arc_tail] - self.potential[self.arc_head]
        reduced[room <= 0] = NEVER
        distance = self._distances(reduced)
        reachable = distance < NEVER // 2
        if not (reachable & (self.excess < 0)).any():
            raise NoFlowError(reachable, int(self.excess[self.excess > 0].sum()))
        furthest = distance[reachable].max()
        distance = np.where(reachable, distance, furthest)
        tight = (room > 0) & (reduced + distance[self.arc_tail] == distance[self.arc_head])
        self.potential = self.potential + distance
        self._push(np.flatnonzero(tight), room)

    def _arcs(self) -> tuple[Wholes, Wholes]:
        """Room and price of raising each edge, then of lowering each edge, up to the next change of price."""
        net, y = self.net, self.flow
        floor, ceiling, within, wide = self.floor, self.ceiling, self.within, self.wide
        up = _stretch(y, floor, ceiling, within, wide, net.least, net.most, net.high)
        down = _stretch(-y, -ceiling, -floor, -within, wide, -net.most, -net.least, -net.low)
        return np.concatenate([up[0], down[0]]), np.concatenate([up[1], down[1]])

    def _distances(self, reduced: Wholes) -> Wholes:
        """Bellman and Ford, all arcs at once."""
        distance = np.where(self.excess > 0, 0, NEVER)
        if not len(self.starts):
            return distance
        tails, lengths = self.arc_tail[self.by_head], reduced[self.by_head]
        while True:
            offer = np.minimum.reduceat(np.minimum(distance[tails] + lengths, NEVER), self.starts)
            known = distance[self.reached_heads]
            if not (offer < known).any():
                return distance
            distance[self.reached_heads] = np.minimum(known, offer)

    def _push(self, arcs: Wholes, room: Wholes) -> None:
        """Send flow from excess to shortage along the given arcs until every way is blocked."""
        ways = _Ways(self.arc_tail[arcs], self.arc_head[arcs], room[arcs], self.excess)
        for node in np.flatnonzero(self.excess > 0).tolist():
            ways.drain(node)
        edges = len(self.flow)
        change = np.zeros(2 * edges, dtype=np.int64)
        change[arcs] = room[arcs] - np.array(ways.room, dtype=np.int64)
        self.flow = self.flow + change[:edges] - change[edges:]
        self.excess = np.array(ways.excess, dtype=np.int64)


def _stretch(
    y: Wholes,
    floor: Wholes,
    ceiling: Wholes,
    within: Wholes,
    wide: Wholes,
    least: Wholes,
    most: Wholes,
    high: Wholes,
) -> tuple[Wholes, Wholes]:
    """How far each flow can rise at its present price, and that price.

    Outside floor and ceiling the price doubles its distance per step, so it stays convex, spreads what must
    go far over many edges, and far ways still need few steps.
    """
    above, below = y >= ceiling, y < floor
    out = np.where(above, y - ceiling + 1, np.where(below, floor - y, 1))
    level = np.frexp(out.astype(np.float64))[1].astype(np.int64)  # 1 at 1, 2 at 2 and 3, 3 at 4 to 7 ...
    price = np.where(above, level, np.where(below, -level, 0)) * wide + np.where(above | below, 0, within)
    step = np.int64(1) << np.minimum(level, 60)
    room = np.where(above, step - out, np.where(below, out - step // 2 + 1, 1))
    price = price + SOFT * ((y >= most).astype(np.int64) - (y < least).astype(np.int64))
    room = np.where(y < least, np.minimum(room, least - y), room)
    room = np.where((y >= least) & (y < most), np.minimum(room, most - y), room)
    return np.minimum(room, high - y), price


class _Ways:
    """Depth-first search over the shortest ways of one phase."""

    def __init__(self, tails: Wholes, heads: Wholes, room: Wholes, excess: Wholes) -> None:
        self.excess: list[int] = excess.tolist()
        self.room: list[int] = room.tolist()
        self.heads: list[int] = heads.tolist()
        order = np.argsort(tails, kind="stable")
        self.order: list[int] = order.tolist()
        bounds = np.searchsorted(tails[order], np.arange(len(excess) + 1))
        self.next: list[int] = bounds[:-1].tolist()
        self.end: list[int] = bounds[1:].tolist()

    def drain(self, source: int) -> None:
        """Send away all of this node's excess that can leave."""
        while self.excess[source] > 0:
            path = self._find(source)
            if not path:
                return
            sink = self.heads[path[-1]]
            amount = min(self.excess[source], -self.excess[sink], *(self.room[a] for a in path))
            for arc in path:
                self.room[arc] -= amount
            self.excess[source] -= amount
            self.excess[sink] += amount

    def _find(self, source: int) -> list[int]:
        """A way from here to a node that is short; arcs that lead nowhere are not tried again."""
        path: list[int] = []
        on_path = {source}
        node = source
        while self.excess[node] >= 0:
            arc = self._step(node, on_path)
            if arc >= 0:
                path.append(arc)
                node = self.heads[arc]
                on_path.add(node)
            elif path:
                on_path.discard(node)
                path.pop()
                node = self.heads[path[-1]] if path else source
                self.next[node] += 1
            else:
                return []
        return path

    def _step(self, node: int, on_path: set[int]) -> int:
        """The next arc out of the node that still has room and leads somewhere new, or -1."""
        while self.next[node] < self.end[node]:
            arc = self.order[self.next[node]]
            if self.room[arc] > 0 and self.heads[arc] not in on_path:
                return arc
            self.next[node] += 1
        return -1
