"""``python -m training`` is ``training/train.py``."""

from training.train import main

main()
