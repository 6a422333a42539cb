"""Writes special.json: python special.py (needs mpmath). x and f(x), rounded to the nearest double."""

import random

from mpmath import mp, mpf

from mathematics import (erfc, erfcx, lgamma, log_add_exp, normal_cdf, polygamma, sigmoid, softplus, to_double,
                         to_json, write)

r = random.Random(6)


def spread(low, high, count, ranges, signs=(1, -1)):
    """count points 2^low … 2^high in size, of both signs, and a dozen in each of the ranges."""
    out = []
    for i in range(count):
        out.append(signs[i % len(signs)] * (1 + r.random()) * 2.0 ** (low + (high - low) * i // count))
    for a, b in ranges:
        out += [a + (b - a) * (i + r.random()) / 12 for i in range(12)]
    return sorted(out)


positive = (1,)
functions = {
    "erf": (mp.erf, spread(-1073, -3, 24, [(-6, 6), (0.4, 1.1), (0.9, 1.1), (1, 3)]) + [10.0, -10.0, 1e300]),
    "erfc": (erfc, spread(-60, -3, 12, [(-6, 0), (0, 1), (0.4, 0.6), (1, 6), (6, 26), (26, 27.3)]) + [26.0, -30.0, 30.0]),
    "erfcx": (erfcx, spread(-60, -3, 12, [(-26, 0), (0, 1), (1, 30)]) + spread(5, 1020, 24, [], positive)),
    "normalCdf": (normal_cdf, spread(-60, -3, 12, [(-5, 0), (0, 8), (-30, -5), (-37.5, -30), (-38.5, -37.5)]) + [-30.0]),
    "expMinusSquare": (lambda x: mp.exp(-x * x), spread(-60, -3, 12, [(-6, 6), (6, 26), (-27.3, -26)])),
    "expMinusHalfSquare": (lambda x: mp.exp(-x * x / 2), spread(-60, -3, 12, [(-6, 6), (6, 37), (-38.5, -37)])),
    "sinPi": (mp.sinpi, spread(-1000, -3, 20, [(-2, 2), (0, 1), (1, 100), (1e6, 1e6 + 1)]) + [1e15 + 0.125]),
    "cosPi": (mp.cospi, spread(-1000, -3, 20, [(-2, 2), (0, 1), (1, 100), (1e6, 1e6 + 1)]) + [1e15 + 0.125]),
    "lgamma": (lgamma, spread(-1073, 1013, 30, [(0, 1), (1, 3), (3, 12), (0.99, 1.01), (1.99, 2.01)], positive)
               + [1 + 2.0**-52, 2 - 2.0**-52, 1 - 2.0**-53, 2 + 2.0**-51, 2.5e305] + spread(-1073, -2, 10, [(-2, 0)], (-1,))),
    "lgammaBelowMinus2": (lgamma, spread(1, 40, 10, [(-3, -2), (-4, -3), (-20, -4), (-30, -20), (-200, -30)], (-1,))),
    "digamma": (lambda x: polygamma(0, x), spread(-1020, 1023, 30, [(0, 1), (1, 3), (1.45, 1.47), (3, 12)], positive)
                + [1.4616321449683622, 1.4616321449683625]),
    "digammaBelow0": (lambda x: polygamma(0, x), spread(-1020, 30, 20, [(-1, 0), (-2, -1), (-30, -2), (-1000, -30)], (-1,))),
    **{f"polygamma{n}": ((lambda n: lambda x: polygamma(n, x))(n), spread(-150, 150, 24, [(0, 1), (1, 3), (3, 30)], positive))
       for n in (1, 2, 3, 4, 5, 20)},
    **{f"polygamma{n}Below0": ((lambda n: lambda x: polygamma(n, x))(n), spread(-150, 10, 16, [(-1, 0), (-2, -1), (-30, -2)], (-1,)))
       for n in (1, 2, 3, 5)},
    "sigmoid": (sigmoid, spread(-100, -3, 16, [(-5, 5), (-40, -5), (5, 40), (-709, -40), (-745, -709)])),
    "softplus": (softplus, spread(-100, -3, 16, [(-5, 5), (-40, -5), (5, 40), (-709, -40), (-745, -709)]) + [1e3, 1e300, 1e308]),
    "hypot": (lambda a, b: mp.sqrt(a * a + b * b),
              [(a, a * 2.0 ** r.uniform(-29, 29)) for a in spread(-1040, 990, 40, [(0.5, 2)])]
              + [(5e-324, 5e-324), (1.2e308, 1.2e308), (1e308, 1e-308), (3e-310, 4e-310), (1e-160, 1e-165)]),
    "logAddExp": (log_add_exp, [(a, a + r.uniform(-40, 40)) for a in spread(0, 9, 20, [(1, 50), (50, 700)], positive)]
                  + [(1e300, 1e299), (700.0, -700.0), (0.0, -745.0)]),
}
table = {}
for name, (f, points) in functions.items():
    pairs = [(p, to_double(f(*map(mpf, p)) if isinstance(p, tuple) else f(mpf(p)))) for p in points]
    pairs = [(p, y) for p, y in pairs if abs(y) < float("inf")]
    table[name] = {"x": [to_json(p) for p, _ in pairs], "y": [to_json(y) for _, y in pairs]}
write("special.json", table)
print({name: len(columns["x"]) for name, columns in table.items()})
