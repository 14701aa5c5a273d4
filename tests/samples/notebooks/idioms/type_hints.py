# %%
from __future__ import annotations

# %%
import numpy as np
import numpy.typing as npt
from typing import Optional, get_type_hints

# %%
def double(x: npt.NDArray[np.float64], y: Tensor | None = None) -> np.ndarray:
    return 2 * x
