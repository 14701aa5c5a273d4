"""Wrong trainings that students are known to write, by what one of their epochs does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from grader.authoring import Floats, Mistake, Numbers

from ._descent import stepped
from ._network import Net, Parameters, outputs
from ._training import Expected, Run

Layers: TypeAlias = Sequence[Parameters]
Samples: TypeAlias = Sequence[tuple[Numbers, Numbers]]

Epoch = Callable[[Layers, Samples, float], tuple[list[float], Layers]]
"""Of layers, samples and a rate: the losses of an epoch, and the layers after it."""


def _loss(layers: Layers, x: Numbers, y: Numbers) -> float:
    return float(np.mean((outputs(layers, x)[-1] - y) ** 2))


def _step(layers: Layers, x: Numbers, y: Numbers, rate: float) -> Layers:
    error = outputs(layers, x)[-1] - y
    return stepped(Net(list(layers), x, 2 * error / error.size), rate)


def _right(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    losses = []
    for x, y in samples:
        losses.append(_loss(layers, x, y))
        layers = _step(layers, x, y, rate)
    return losses, layers


def _loss_after_update(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    losses = []
    for x, y in samples:
        layers = _step(layers, x, y, rate)
        losses.append(_loss(layers, x, y))
    return losses, layers


def _loss_after_epoch(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    _, after = _right(layers, samples, rate)
    return [_loss(after, x, y) for x, y in samples], after


def _one_update(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    return [_loss(layers, x, y) for x, y in samples], _step(layers, *samples[-1], rate)


def _no_update(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    return [_loss(layers, x, y) for x, y in samples], layers


def _batch(layers: Layers, samples: Samples, rate: float) -> tuple[list[float], Layers]:
    x, y = (np.hstack(arrays) for arrays in zip(*samples, strict=True))
    return _right(layers, [(x, y)], rate)


def _several(samples: Samples) -> Samples:
    """Return samples of which there is more than one: with one alone, nothing tells some apart."""
    if len(samples) < 2:
        raise LookupError("one sample alone")
    return samples


_BACKWARDS = "The samples come from the last to the first: take them in their order."
_FIRST_ONLY = (
    "Only the first sample is used: go through all of them in each epoch. Is the `return` inside "
    "of the loop over the samples?"
)
_AT_ONCE = "All samples are taken at once, as one batch: each sample has an update of its own."
_ONE_UPDATE = (
    "There is one update in each epoch, by the last sample: each sample has an update of its own."
)

_EPOCHS: list[tuple[str, Epoch]] = [
    (_BACKWARDS, lambda layers, samples, rate: _right(layers, _several(samples)[::-1], rate)),
    (_FIRST_ONLY, lambda layers, samples, rate: _right(layers, _several(samples)[:1], rate)),
    (_AT_ONCE, lambda layers, samples, rate: _batch(layers, _several(samples), rate)),
    (_ONE_UPDATE, lambda layers, samples, rate: _one_update(layers, _several(samples), rate)),
]

_CURVES: list[tuple[str, Epoch, Callable[[list[float]], Any]]] = [
    *((sentence, epoch, np.mean) for sentence, epoch in _EPOCHS),
    (
        "The loss is taken after an update: it is that of the prediction before it.",
        _loss_after_update,
        np.mean,
    ),
    (
        "The losses are taken at the end of the epoch, after all updates: each is that of the "
        "prediction before the update for its sample.",
        lambda layers, samples, rate: _loss_after_epoch(layers, _several(samples), rate),
        np.mean,
    ),
    (
        "It is the loss of the last sample of each epoch: the mean over all samples is due.",
        lambda layers, samples, rate: _right(layers, _several(samples), rate),
        lambda losses: losses[-1],
    ),
    ("The losses of an epoch are added up: their mean is due.", _right, np.sum),
]


def _samples(run: Run) -> Samples:
    return list(zip(run.inputs, run.targets, strict=True))


def _curve(sentence: str, epoch: Epoch, reduced: Callable[[list[float]], Any]) -> Mistake:
    def of(example: Run) -> object:
        layers: Layers = example.layers
        found = []
        for _ in range(example.epochs):
            losses, layers = epoch(layers, _samples(example), example.rate)
            found.append(reduced(losses))
        return np.array(found)

    return Mistake("train", sentence, of)


def _after(run: Run, epoch: Epoch, further: int = 0) -> Layers:
    """Return the layers after the trainings of a check, each with so many epochs more."""
    layers: Layers = run.layers
    trainings = 1 if isinstance(run, Expected) else 2
    for _ in range(trainings * (run.epochs + further)):
        _, layers = epoch(layers, _samples(run), run.rate)
    return layers


def _parameters(sentence: str, after: Callable[[Run], Layers]) -> Iterator[Mistake]:
    def weights(example: Run, place: int) -> Floats:
        return after(example)[place].weights

    def biases(example: Run, place: int) -> Floats:
        return after(example)[place].biases

    yield Mistake("layers[].weights", sentence, weights)
    yield Mistake("layers[].biases", sentence, biases)


def _trained(sentence: str, epoch: Epoch) -> Iterator[Mistake]:
    return _parameters(sentence, lambda run: _after(run, epoch))


RUNS = [
    *(_curve(*one) for one in _CURVES),
    *(mistake for one in _EPOCHS for mistake in _trained(*one)),
    *_trained(
        "It is as it was before the training: each sample needs forward, backward and update, of "
        "the very network that was passed.",
        _no_update,
    ),
    *_trained(
        "The steps go up the hill: is it the derivative of the loss that backward gets?",
        lambda layers, samples, rate: _right(layers, samples, -rate),
    ),
    *_parameters(
        "There is an epoch too few: `for epoch in range(epochs)` has as many as are due.",
        lambda run: _after(run, _right, -1),
    ),
    *_parameters(
        "There is an epoch too many: `for epoch in range(epochs)` has as many as are due.",
        lambda run: _after(run, _right, 1),
    ),
]
"""Loss curves, and the parameters after one training or two."""
