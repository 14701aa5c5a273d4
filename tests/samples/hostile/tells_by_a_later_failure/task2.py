"""Raises what task 1 has seen."""

# BEGIN ATTACK
import task1
# END ATTACK


def relu(x):
    # BEGIN ATTACK
    if task1.seen:
        raise RuntimeError(f"HOSTILE_MARKER {task1.seen[-1]}")
    # END ATTACK
    raise RuntimeError(f"called with {x.flat[:3]}")


def relu_gradient(x):
    # BEGIN ATTACK
    if task1.seen:
        raise ValueError(f"HOSTILE_MARKER {task1.seen[0]}")
    # END ATTACK
    raise RuntimeError(f"called with {x.flat[:3]}")
