"""Make ``assets/basemap.json`` from world-atlas' ``countries-10m.json``: only needed when the borders change.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m claimwire.outputs.make_basemap package/countries-10m.json

Arcs are simplified to 0.01 degrees (1 km, finer than any circle on our map) and kept shared, so that neighbours still fit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from claimwire.outputs.basemap import ASSET, SCALE, simplify

_TOLERANCE = 0.01


def convert(topology: dict[str, Any]) -> dict[str, Any]:
    """Return our compact form of a quantised TopoJSON topology with an object ``countries``."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        flat: list[int] = []
        px = py = 0
        for lon, lat in simplify(points, _TOLERANCE):
            qx, qy = round(lon * SCALE), round(lat * SCALE)
            flat += [qx - px, qy - py]
            px, py = qx, qy
        arcs.append(flat)
    countries = []
    for g in topology["objects"]["countries"]["geometries"]:
        polygons = [g["arcs"]] if g["type"] == "Polygon" else g["arcs"]
        countries.append({"name": g["properties"]["name"], "polygons": polygons})
    return {
        "source": "Natural Earth 1:10m countries (public domain) by way of world-atlas 2.0.2 (ISC, see basemap.LICENSE.txt)",
        "arcs": arcs,
        "countries": countries,
    }


if __name__ == "__main__":
    made = convert(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    ASSET.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{ASSET}: {ASSET.stat().st_size:,} bytes")
