"""Prints what task 1 has seen, and cannot be loaded."""

# BEGIN ATTACK
import task1

if task1.seen:
    print("HOSTILE_MARKER", task1.seen[0])
    raise RuntimeError(f"HOSTILE_MARKER {task1.seen[0]}")
# END ATTACK


def relu(x):
    raise RuntimeError("nothing to tell")


def relu_gradient(x):
    raise RuntimeError("nothing to tell")
