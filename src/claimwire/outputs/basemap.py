"""Country outlines cut to what a page shows: our own basemap, no tiles from the net."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASSET = Path(__file__).parent / "assets" / "basemap.json"
SCALE = 100  # the asset holds hundredths of a degree
_WIDTH = 1000.0  # of the drawing, in its own units

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A window on the world in degrees."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, share: float, *, least: float) -> Box:
        """Return the box with a margin: ``share`` of its size, and at least ``least`` degrees on every side."""
        dx, dy = max(least, (self.east - self.west) * share), max(least, (self.north - self.south) * share)
        return Box(
            max(-180.0, self.west - dx), max(-85.0, self.south - dy), min(180.0, self.east + dx), min(85.0, self.north + dy)
        )

    def meets(self, other: Box) -> bool:
        """True when the two share a point."""
        return self.west <= other.east and other.west <= self.east and self.south <= other.north and other.south <= self.north


def around(points: Sequence[Point]) -> tuple[Box, Box] | None:
    """Return ``(everything, focus)`` for ``(lon, lat)`` points; the focus leaves out the far tenth at every edge.

    One report from New York must not shrink a war in Syria to a dot: the page opens on the focus and can show everything.
    """
    if not points:
        return None
    lons, lats = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 10 if len(points) >= 10 else 0
    last = len(points) - 1 - cut
    everything = Box(lons[0], lats[0], lons[-1], lats[-1]).grown(0.15, least=1.5)
    return everything, Box(lons[cut], lats[cut], lons[last], lats[last]).grown(0.15, least=1.5)


def draw(everything: Box, focus: Box) -> dict[str, Any]:
    """Return the map of ``everything`` as SVG paths, detailed in the focus and coarse outside, with its projection.

    The projection is equirectangular, true to scale at the focus' middle: ``x = (lon - west) * kx``,
    ``y = (north - lat) * ky``.
    """
    wide = everything.grown(0.02, least=0.05)
    wide = Box(*_union(wide, focus.grown(1.2, least=2.0)))  # a wide window, or a hand that pulls the map, meets no torn edge
    middle = math.radians((focus.south + focus.north) / 2)
    ky = _WIDTH / max((focus.east - focus.west) * math.cos(middle), focus.north - focus.south)
    kx = ky * math.cos(middle)
    fine = 0.6 / ky  # half a unit of the drawing
    coarse = max(fine, (everything.east - everything.west) / 400)
    asset = json.loads(ASSET.read_text(encoding="utf-8"))
    arcs = [_arc(a, focus, fine, coarse) for a in asset["arcs"]]
    paths = []
    for country in asset["countries"]:
        path, label, largest = [], None, 0.0
        for polygon in country["polygons"]:
            for n, ring in enumerate(polygon):
                cut = list(_clip(_ring(ring, arcs), wide))
                if len(cut) < 3:
                    continue
                xy = [((lon - everything.west) * kx, (everything.north - lat) * ky) for lon, lat in cut]
                path.append(_path(xy))
                area = abs(_area(xy))
                if n == 0 and area > largest:
                    largest, label = area, _middle(xy)
        if path:
            paths.append({"name": country["name"], "d": "".join(path), "label": label, "area": round(largest)})
    return {
        "width": round((everything.east - everything.west) * kx, 1),
        "height": round((everything.north - everything.south) * ky, 1),
        "focus": [
            round((focus.west - everything.west) * kx, 1),
            round((everything.north - focus.north) * ky, 1),
            round((focus.east - focus.west) * kx, 1),
            round((focus.north - focus.south) * ky, 1),
        ],
        "west": everything.west,
        "north": everything.north,
        "kx": kx,
        "ky": ky,
        "countries": paths,
        "source": asset["source"],
    }


def _union(a: Box, b: Box) -> tuple[float, float, float, float]:
    return min(a.west, b.west), min(a.south, b.south), max(a.east, b.east), max(a.north, b.north)


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out points that lie within ``tolerance`` of the line through the kept ones (Douglas and Peucker 1973)."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    todo = [(0, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        (ax, ay), (bx, by) = points[a], points[b]
        length = math.hypot(bx - ax, by - ay)
        worst, at = tolerance, None
        for i in range(a + 1, b):
            x, y = points[i]
            off = abs((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length if length else math.hypot(x - ax, y - ay)
            if off > worst:
                worst, at = off, i
        if at is not None:
            keep[at] = True
            todo += [(a, at), (at, b)]
    return [p for p, k in zip(points, keep, strict=True) if k]


def _arc(flat: Sequence[int], focus: Box, fine: float, coarse: float) -> list[Point]:
    points, x, y = [], 0, 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / SCALE, y / SCALE))
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    near = focus.meets(Box(min(lons), min(lats), max(lons), max(lats)))
    return simplify(points, fine if near else coarse)


def _ring(indexes: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Join the arcs of a ring; ``~i`` is arc ``i`` backwards (TopoJSON)."""
    points: list[Point] = []
    for i in indexes:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points


def _clip(ring: list[Point], box: Box) -> Iterator[Point]:
    """Cut a ring to the box, edge by edge (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        cut: list[Point] = []
        for i, b in enumerate(ring):
            a = ring[i - 1]
            a_in, b_in = (a[axis] - limit) * sign >= 0, (b[axis] - limit) * sign >= 0
            if a_in != b_in:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                cut.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if b_in:
                cut.append(b)
        ring = cut
        if not ring:
            return
    yield from ring


def _path(points: Sequence[Point]) -> str:
    """Write a closed path with relative integer-tenth steps, which are a third shorter than absolute ones."""
    px, py = round(points[0][0], 1), round(points[0][1], 1)
    out = [f"M{px:g} {py:g}l"]
    for x, y in points[1:]:
        dx, dy = round(x - px, 1), round(y - py, 1)
        if dx or dy:
            out.append(f"{dx:g} {dy:g} ")
            px, py = px + dx, py + dy
    return "".join(out).rstrip() + "z"


def _area(points: Sequence[Point]) -> float:
    return sum(points[i - 1][0] * y - x * points[i - 1][1] for i, (x, y) in enumerate(points)) / 2


def _middle(points: Sequence[Point]) -> list[float]:
    area = _area(points)
    if not area:
        return [round(points[0][0], 1), round(points[0][1], 1)]
    cx = cy = 0.0
    for i, (x, y) in enumerate(points):
        px, py = points[i - 1]
        cross = px * y - x * py
        cx, cy = cx + (px + x) * cross, cy + (py + y) * cross
    return [round(cx / (6 * area), 1), round(cy / (6 * area), 1)]
