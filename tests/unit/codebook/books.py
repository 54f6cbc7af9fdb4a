"""Codebooks that the tests of the room share."""

from __future__ import annotations

from pathlib import Path

HEALTH = Path(__file__).resolve().parents[3] / "examples" / "codebooks" / "health.yaml"

SMALL = """
codebook: harvest
words:
  crop: [wheat, barley, maize, harvest, field, orchard]
types:
  crop_burned:
    definition: Crops are burned on purpose.
    lexicon:
      - triggers: [burn, set fire, torch]
        anywhere: [$crop]
        unless: [stubble]
    examples:
      - Soldiers set fire to the wheat near Tessa.
      - Militiamen burned the barley fields of the village.
      - Shells set the orchards of Lesk alight.
      - Raiders torched a farmer's harvest.
      - The maize was burned by retreating troops.
    counter_examples:
      - Farmers burned the stubble after the wheat had been cut.
      - Rebels burned a police car.
  crop_seized:
    definition: Crops are taken by force.
    examples:
      - Rebels seized the wheat of three villages.
      - Soldiers carried off sacks of barley.
      - A militia confiscated half the harvest.
      - Gunmen stole maize from a barn.
      - The brigade took the farmers' grain at gunpoint.
"""
