"""What every library in Python shares: the data, the clock, and the lines of JSON that benchmarks/src/protocol.ts describes."""

import json
import math
import platform
import sys
import time

import numpy as np


def mixed(start, count):
    """32 well-mixed bits for each of `count` indices from `start` on: the finalizer of MurmurHash3, as in benchmarks/src/data.ts."""
    h = np.arange(count, dtype=np.uint32) + np.uint32(start & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def uniform(seed, shape, low=0.0, high=1.0):
    """Float32 numbers in low … high: the sequence with the number `seed`."""
    bits = mixed((seed + 1) * 0x9E3779B9, math.prod(shape))
    return (low + (high - low) * (bits / 2.0**32)).astype(np.float32).reshape(shape)


def labels(count, classes):
    return np.arange(count) % classes


def kernel(seed, inputs, outputs):
    limit = math.sqrt(6 / (inputs + outputs))
    return uniform(seed, (inputs, outputs), -limit, limit)


def first_parameters(sizes):
    """Kernels and biases of a network with one hidden layer."""
    inputs, hidden, classes = sizes
    zeros = [np.zeros(n, np.float32) for n in (hidden, classes)]
    return [kernel(1, inputs, hidden), zeros[0], kernel(2, hidden, classes), zeros[1]]


def checksum(values):
    """One number for many: see benchmarks/src/data.ts."""
    values = np.concatenate([np.asarray(each, np.float64).ravel() for each in values])
    if values.size == 1:
        return float(values[0])
    weights = 1 + mixed(100 * 0x9E3779B9, values.size) / 2.0**32
    return float(np.sum(np.abs(values) * weights) / values.size)


def repeat(run, count):
    """Milliseconds that `count` runs take."""
    start = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - start) * 1000


def measure(run, milliseconds):
    """
    Milliseconds of one run, sample by sample, each the mean of as many runs as take a fifth of the time, 10 ms at most. A run longer than the
    time is timed once.
    """
    once = repeat(run, 1)
    if once > milliseconds:
        return [once]
    count = math.ceil(min(milliseconds / 5, 10) / max(once, 1e-6))
    samples = []
    left = milliseconds
    while left > 0:
        took = repeat(run, count)
        samples.append(took / count)
        left -= took
    return samples


def run_until(run, end):
    while time.perf_counter() < end:
        run()


def say(message):
    print(json.dumps(message), flush=True)


def serve(version, programs):
    """
    Answers what it is asked until there is nothing more. `programs` has for each kind of task a function that makes it ready and returns a
    pair: a function that runs it once, waiting for its end, and returns what it gave; and one that makes arrays for `checksum` of that.
    """
    say({"version": version, "runtime": f"Python {platform.python_version()}", "kinds": list(programs)})
    ready = {}
    for line in sys.stdin:
        request = json.loads(line)
        name, milliseconds = request["name"], request["milliseconds"]
        try:
            if name not in ready:
                warm = time.perf_counter() + 3 * milliseconds / 1000
                run, values = programs[request["task"]["kind"]](request["task"])
                for _ in range(request["runs"]):
                    last = run()
                ready[name] = (run, checksum(values(last)))
                run_until(run, warm)
            run, total = ready[name]
            say({"samples": measure(run, milliseconds), "checksum": total})
        except Exception as error:  # reported as the figure that there is not
            say({"failed": f"{type(error).__name__}: {error}"})
