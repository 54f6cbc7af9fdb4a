"""Tables of a ledger in the shape that the ceasefire views hand over, resting on the claims of ``invented_strike``."""

from __future__ import annotations

from typing import Any

from invented_strike import strike_readings

CLAIMS = {r.report.id: [c.id for c in r.claims] for r in strike_readings()}


def _figure(
    counter: str, day: str, value: int, *alerts: str, measure: str = "settlements", report: str = "mod-strike"
) -> dict[str, Any]:
    return {
        "measure": measure,
        "counted": f"{measure} that joined",
        "agreement": "qarat-2031",
        "counter": counter,
        "scope": None,
        "kind": "cumulative",
        "value": value,
        "low": value,
        "high": value,
        "as_of": day,
        "unit": measure,
        "report": report,
        "evidence": {"report": report, "start": 0, "end": 9, "words": f"{value} {measure}"},
        "alerts": list(alerts),
        "claims": CLAIMS[report][:1],
    }


def _province(name: str, value: float, before: float | None) -> dict[str, Any]:
    return {
        "date": "2031-05-04",
        "counter": "Truce Mission",
        "measure": "violations",
        "unit": "case",
        "agreement": "qarat-2031",
        "province": name,
        "place": name,
        "kind": "part",
        "value": value,
        "previous": before,
        "claims": CLAIMS["lw-strike"],
    }


def ledger() -> list[dict[str, Any]]:
    """Running totals of two counters, one of which falls; who alleges against whom; silent days; a table without rows."""
    figures = [
        _figure("Arvan Ministry of Defence", "2031-04-01", 35),
        _figure("Arvan Ministry of Defence", "2031-04-08", 42),
        _figure("Arvan Ministry of Defence", "2031-04-20", 1120),
        _figure("Arvan Ministry of Defence", "2031-05-04", 980, "falls: “1,120 settlements”, then “980 settlements”"),
        _figure("Truce Mission", "2031-04-02", 30, report="lw-strike"),
        _figure("Truce Mission", "2031-05-02", 410, report="lw-strike"),
    ]
    columns = tuple(figures[0])

    def allege(alleger: str, accused: str, claims: int, events: int, report: str) -> dict[str, Any]:
        return {
            "agreement": "qarat-2031",
            "basis": "alleged",
            "alleger": alleger,
            "accused": accused,
            "n_claims": claims,
            "n_events": events,
            "unit": "claims and events of alleged acts",
            "claims": CLAIMS[report],
        }

    gap = ("kind", "name", "from", "to", "days", "note")
    return [
        {
            "name": "figures",
            "title": "Figures over time",
            "about": "one number with its key",
            "columns": columns,
            "rows": figures,
        },
        {
            "name": "allegation_matrix",
            "title": "Who alleges against whom",
            "about": "claims and events",
            "columns": ("agreement", "basis", "alleger", "accused", "n_claims", "n_events", "unit", "claims"),
            "rows": [
                allege("Truce Mission", "Arvan Air Force", 3, 1, "lw-strike"),
                allege("Daily Ember", "Northern Corps", 9, 6, "ember-strike"),
                allege("Truce Mission", "Northern Corps", 4, 2, "lw-strike"),
            ],
        },
        {
            "name": "by_province",
            "title": "By province and day",
            "about": "an absent row is no zero",
            "columns": tuple(_province("", 0, None)),
            "rows": [_province("Sahl", 19, 12), _province("Lir", 3, None), _province("Amun", 8, 8)],
        },
        {"name": "talks", "title": "Talks", "about": "offers and answers", "columns": ("offer", "claims"), "rows": []},
        {
            "name": "gaps",
            "title": "Gaps",
            "about": "silence is not calm",
            "columns": gap,
            "rows": [
                dict(zip(gap, row, strict=True))
                for row in (
                    ("day", "any report", "2031-05-02", "2031-05-02", 1, "no report published on these days was read"),
                    ("source", "Coast Radio", "2031-05-01", "2031-05-03", 3, "nothing published by it on these days was read"),
                    ("source", "Valley Blog", "2031-05-01", "2031-05-04", 4, "nothing published by it on these days was read"),
                )
            ],
        },
    ]
