"""Neural networks: preprocessing and its exact way back, inference, training. The only home of torch."""

import os

# Before torch is loaded: spinning OpenMP threads made a network 3 to 10 times slower beside another busy process.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
