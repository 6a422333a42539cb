"""Writes slopes.json, the true slopes of elementwise functions: python slopes.py, then biome format (needs mpmath).

Points are float32 numbers, so the same row serves float32 (round the slope to float32) and float64. They cover all exponents of
float32, saturation, results that are denormal, overflow or underflow, and the surroundings of kinks but not the kinks.
Values are computed with 500 bits and rounded to the nearest double; definitions follow PyTorch. Each closed form is checked
against mpmath's own numerical differentiation at the points of moderate size.
"""

import random

from mpmath import mp, mpf

from mathematics import (erfc, lgamma, log_add_exp, normal_cdf, normal_pdf, polygamma, sigmoid, single, softplus, to_double,
                         to_json, write)

r = random.Random(7)
EXPONENTS = [-149, -140, -130, -126, -110, -90, -75, -60, -45, -30, -25, -24, -23, -20, -16, -12, -10, -8, -6, -5, -4, -3, -2,
             -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 31, 53, 64, 90, 110, 126, 127]


def exponents(low=-149, high=127):
    return [single((1 + r.random() * 0.999) * 2.0**k) for k in EXPONENTS if low <= k <= high]


def both(points):
    return points + [-x for x in points]


def grid(low, high, count):
    return [single(low + (high - low) * (i + r.random()) / count) for i in range(count)]


def tidy(points, allowed=lambda x: True):
    return sorted({single(x) for x in points if allowed(single(x))})


everywhere = lambda extra=(): tidy(both(exponents()) + list(extra) + [0.0])
no_zero = lambda extra=(): [x for x in everywhere(extra) if x != 0]
positive = lambda extra=(): tidy(exponents() + exponents() + list(extra), lambda x: x > 0)
near_ones = both([1 - 2.0**-k for k in range(1, 25)]) + both(exponents(-149, -1)) + [0.0]
UNDERFLOW = [-745.0, -744.5, -740.0, -709.0, -708.0, -700.0, -350.0, -150.0, -104.0, -103.9, -103.0, -100.0, -88.7, -87.5, -87.0, -60.0,
             -40.0, -37.0, -36.5, -30.0, -20.0, -17.0, -16.5, -10.0]
saturating = lambda: everywhere(UNDERFLOW + [-x for x in UNDERFLOW] + grid(-6, 6, 12))
sign = mp.sign
step = lambda condition: mpf(1) if condition else mpf(0)

SELU_SCALE = mpf(1.0507009873554804934193349852946)
SELU_ALPHA = mpf(1.6732632423543772848170429916717)


def silu1(x):
    s = sigmoid(x)
    return s * (1 + x * sigmoid(-x))


def silu2(x):
    s1 = sigmoid(x) * sigmoid(-x)
    return s1 * (2 + x * (sigmoid(-x) - sigmoid(x)))


def mish1(x):
    sp = softplus(x)
    return mp.tanh(sp) + x * mp.sech(sp) ** 2 * sigmoid(x)


def mish2(x):
    sp, s = softplus(x), sigmoid(x)
    return mp.sech(sp) ** 2 * (2 * s + x * s * (sigmoid(-x) - 2 * mp.tanh(sp) * s))


def gelu1(x):
    return normal_cdf(x) + x * normal_pdf(x)


tanh = lambda x: mp.tanh(x)
sech2 = lambda x: mp.sech(x) ** 2
gauss = lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)

unary = {
    # name: points, value, first, second
    "neg": (everywhere(), lambda x: -x, lambda x: mpf(-1), lambda x: mpf(0)),
    "abs": (no_zero(), abs, sign, lambda x: mpf(0)),
    "sign": (no_zero(), sign, lambda x: mpf(0), lambda x: mpf(0)),
    "exp": (saturating(), mp.exp, mp.exp, mp.exp),
    "expm1": (saturating(), mp.expm1, mp.exp, mp.exp),
    "log": (positive(), mp.log, lambda x: 1 / x, lambda x: -1 / x**2),
    "log1p": (tidy(exponents() + [-1 + 2.0**-k for k in range(1, 25)] + [-x for x in exponents(-149, -2)] + [0.0]), mp.log1p,
              lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2),
    "log2": (positive(), lambda x: mp.log(x) / mp.ln2, lambda x: 1 / (x * mp.ln2), lambda x: -1 / (x**2 * mp.ln2)),
    "log10": (positive(), mp.log10, lambda x: 1 / (x * mp.ln10), lambda x: -1 / (x**2 * mp.ln10)),
    "sqrt": (positive(), mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), lambda x: -1 / (4 * x * mp.sqrt(x))),
    "rsqrt": (positive(), lambda x: 1 / mp.sqrt(x), lambda x: -1 / (2 * x * mp.sqrt(x)), lambda x: 3 / (4 * x * x * mp.sqrt(x))),
    "reciprocal": (no_zero(), lambda x: 1 / x, lambda x: -1 / x**2, lambda x: 2 / x**3),
    "square": (everywhere(), lambda x: x * x, lambda x: 2 * x, lambda x: mpf(2)),
    "sin": (everywhere(grid(-7, 7, 10)), mp.sin, mp.cos, lambda x: -mp.sin(x)),
    "cos": (everywhere(grid(-7, 7, 10)), mp.cos, lambda x: -mp.sin(x), lambda x: -mp.cos(x)),
    "tan": (everywhere(grid(-7, 7, 10)), mp.tan, lambda x: mp.sec(x) ** 2, lambda x: 2 * mp.tan(x) * mp.sec(x) ** 2),
    "asin": (tidy(near_ones), mp.asin, lambda x: 1 / mp.sqrt((1 - x) * (1 + x)), lambda x: x / mp.sqrt((1 - x) * (1 + x)) ** 3),
    "acos": (tidy(near_ones), mp.acos, lambda x: -1 / mp.sqrt((1 - x) * (1 + x)), lambda x: -x / mp.sqrt((1 - x) * (1 + x)) ** 3),
    "atan": (everywhere(), mp.atan, lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    "sinh": (saturating(), mp.sinh, mp.cosh, mp.sinh),
    "cosh": (saturating(), mp.cosh, mp.sinh, mp.cosh),
    "tanh": (saturating(), mp.tanh, sech2, lambda x: -2 * tanh(x) * sech2(x)),
    "asinh": (everywhere(), mp.asinh, lambda x: 1 / mp.sqrt(1 + x * x), lambda x: -x / mp.sqrt(1 + x * x) ** 3),
    "acosh": (tidy([1 + 2.0**-k for k in range(1, 24)] + exponents(0) + exponents(0) + grid(1, 4, 12), lambda x: x > 1), mp.acosh,
              lambda x: 1 / mp.sqrt((x - 1) * (x + 1)), lambda x: -x / mp.sqrt((x - 1) * (x + 1)) ** 3),
    "atanh": (tidy(near_ones), mp.atanh, lambda x: 1 / ((1 - x) * (1 + x)), lambda x: 2 * x / ((1 - x) * (1 + x)) ** 2),
    "erf": (everywhere(both(grid(0, 6, 10) + grid(6, 27.4, 10))), mp.erf, gauss, lambda x: -2 * x * gauss(x)),
    "erfc": (everywhere(both(grid(0, 6, 10) + grid(6, 27.4, 10))), erfc, lambda x: -gauss(x), lambda x: 2 * x * gauss(x)),
    "lgamma": (tidy(exponents() + grid(0, 3, 20) + grid(3, 30, 10) + grid(-6, 0, 15) + [-x for x in exponents(-60, -2)],
                    lambda x: x > 0 or x != int(x)),
               lgamma, lambda x: polygamma(0, x), lambda x: polygamma(1, x)),
    "digamma": (tidy(exponents() + grid(0, 3, 20) + grid(3, 30, 10) + grid(-6, 0, 15) + [-x for x in exponents(-60, -2)],
                     lambda x: x > 0 or x != int(x)),
                lambda x: polygamma(0, x), lambda x: polygamma(1, x), lambda x: polygamma(2, x)),
    "sigmoid": (saturating(), sigmoid, lambda x: sigmoid(x) * sigmoid(-x),
                lambda x: sigmoid(x) * sigmoid(-x) * (-mp.tanh(x / 2))),
    "logSigmoid": (saturating(), lambda x: -softplus(-x), lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x)),
    "softplus": (saturating(), softplus, sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "softsign": (no_zero(), lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, lambda x: -2 * sign(x) / (1 + abs(x)) ** 3),
    "relu": (no_zero(), lambda x: max(x, mpf(0)), lambda x: step(x > 0), lambda x: mpf(0)),
    "relu6": (no_zero([6 - 2.0**-20, 6 + 2.0**-20, 5.5]), lambda x: min(max(x, mpf(0)), mpf(6)), lambda x: step(0 < x < 6),
              lambda x: mpf(0)),
    "leakyRelu": (no_zero(), lambda x: x if x > 0 else mpf(0.01) * x, lambda x: mpf(1) if x > 0 else mpf(0.01), lambda x: mpf(0)),
    "elu": ([x for x in saturating() if x], lambda x: x if x > 0 else mp.expm1(x), lambda x: mpf(1) if x > 0 else mp.exp(x),
            lambda x: mpf(0) if x > 0 else mp.exp(x)),
    "selu": ([x for x in saturating() if x], lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * mp.expm1(x)),
             lambda x: SELU_SCALE * (1 if x > 0 else SELU_ALPHA * mp.exp(x)),
             lambda x: mpf(0) if x > 0 else SELU_SCALE * SELU_ALPHA * mp.exp(x)),
    "gelu": (everywhere(both(grid(0, 3, 15)) + grid(-38.5, -3, 15)), lambda x: x * normal_cdf(x), gelu1,
             lambda x: normal_pdf(x) * (2 - x * x)),
    "silu": (saturating(), lambda x: x * sigmoid(x), silu1, silu2),
    "mish": (saturating(), lambda x: x * mp.tanh(softplus(x)), mish1, mish2),
    "hardSigmoid": (no_zero(both([3 - 2.0**-20, 3 + 2.0**-20])), lambda x: min(max(x + 3, mpf(0)), mpf(6)) / 6,
                    lambda x: step(-3 < x < 3) / 6, lambda x: mpf(0)),
    "hardSwish": (no_zero(both([3 - 2.0**-20, 3 + 2.0**-20])), lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6,
                  lambda x: (2 * x + 3) / 6 if -3 < x < 3 else step(x > 0), lambda x: step(-3 < x < 3) / 3),
    "hardTanh": (no_zero(both([1 - 2.0**-20, 1 + 2.0**-20])), lambda x: min(max(x, mpf(-1)), mpf(1)), lambda x: step(-1 < x < 1),
                 lambda x: mpf(0)),
}
unary["celu"] = unary["elu"]  # The same function at alpha = 1.


def pairs(low=-149, high=127, apart=40):
    """Pairs of both signs, from equal size to 2^apart apart, and from wholly different exponents."""
    out = []
    for i, k in enumerate(k for k in EXPONENTS if low <= k <= high):
        a = (1 + 0.999 * r.random()) * 2.0**k
        out.append((a * (-1) ** i, a * 2.0 ** r.uniform(-3, 3) * (-1) ** (i // 2)))
        out.append((a * (-1) ** (i // 2), a * 2.0 ** r.uniform(-apart, apart) * (-1) ** i))
    return tidy_pairs(out)


def tidy_pairs(points, allowed=lambda a, b: True):
    def rounded(x):
        return single(max(min(x, 3.4e38), -3.4e38))

    out = sorted({tuple(rounded(x) for x in p) for p in points})
    return [p for p in out if all(p) and allowed(*p)]


apart = tidy_pairs(pairs(), lambda a, b: a != b)
powers = tidy_pairs([(abs(a), b) for a, b in pairs(-20, 20, 10)] + [(r.uniform(0.5, 2), r.uniform(-300, 300)) for _ in range(20)]
                    + [((1 + r.random()) * 2.0**k, r.uniform(-140, 127) / k) for k in EXPONENTS if k not in (0, -1)],
                    lambda a, b: a > 0 and abs(b) * abs(float(mp.log(a))) < 2000)
near = tidy_pairs([(a, a + r.uniform(-30, 30)) for a in both(exponents(-10, 8)) + grid(-50, 50, 20)]
                  + [(r.uniform(0, 200), r.uniform(-200, 0)) for _ in range(10)] + [(3e38, -3e38), (1e30, 1e29), (1e-40, -1e-42)])
quotients = tidy_pairs([(a, b) for a, b in pairs(-100, 100, 12)], lambda a, b: (mpf(a) / mpf(b)) % 1 != 0)
lerps = tidy_pairs([(a, b, r.uniform(-0.5, 1.5)) for a, b in pairs()[:60]] + [(a, a * 1.5, w) for a, w in zip(grid(1, 9, 20), both(exponents(-20, -1)))],
                   lambda a, b, w: True)

binary = {
    # name: points, value, slope of each input by name
    "add": (pairs(), lambda a, b: a + b, {"a": lambda a, b: mpf(1), "b": lambda a, b: mpf(1)}),
    "sub": (pairs(), lambda a, b: a - b, {"a": lambda a, b: mpf(1), "b": lambda a, b: mpf(-1)}),
    "mul": (pairs(), lambda a, b: a * b, {"a": lambda a, b: b, "b": lambda a, b: a}),
    "div": (pairs(), lambda a, b: a / b, {"a": lambda a, b: 1 / b, "b": lambda a, b: -a / b**2}),
    "pow": (powers, lambda a, b: mp.exp(b * mp.log(a)), {"a": lambda a, b: b * mp.exp((b - 1) * mp.log(a)),
                                                        "b": lambda a, b: mp.exp(b * mp.log(a)) * mp.log(a)}),
    "maximum": (apart, max, {"a": lambda a, b: step(a > b), "b": lambda a, b: step(b > a)}),
    "minimum": (apart, min, {"a": lambda a, b: step(a < b), "b": lambda a, b: step(b < a)}),
    "atan2": (pairs(), mp.atan2, {"a": lambda a, b: b / (a * a + b * b), "b": lambda a, b: -a / (a * a + b * b)}),
    "hypot": (pairs(), lambda a, b: mp.sqrt(a * a + b * b), {"a": lambda a, b: a / mp.sqrt(a * a + b * b),
                                                             "b": lambda a, b: b / mp.sqrt(a * a + b * b)}),
    "logAddExp": (near, log_add_exp, {"a": lambda a, b: sigmoid(a - b), "b": lambda a, b: sigmoid(b - a)}),
    "xlogy": (tidy_pairs([(a, abs(b)) for a, b in pairs()]), lambda a, b: a * mp.log(b),
              {"a": lambda a, b: mp.log(b), "b": lambda a, b: a / b}),
    "remainder": (quotients, lambda a, b: a - mp.floor(a / b) * b, {"a": lambda a, b: mpf(1), "b": lambda a, b: -mp.floor(a / b)}),
    "lerp": (lerps, lambda a, b, w: a + w * (b - a), {"a": lambda a, b, w: 1 - w, "b": lambda a, b, w: w,
                                                      "weight": lambda a, b, w: b - a}),
}


def agree(name, x, closed, numeric):
    if abs(closed - numeric) > mpf(10) ** -20 * (1 + abs(closed)):
        raise AssertionError(f"{name} at {x}: {closed} is not {numeric}")


def check(name, f, slope, point, index):
    """Central difference of 500 bits: exact to about 40 digits where f is smooth on the step."""
    if not all(2.0**-7 < abs(x) < 50 for x in point):
        return 0
    h = mpf(2) ** -150
    up = [mpf(x) + (h if i == index else 0) for i, x in enumerate(point)]
    down = [mpf(x) - (h if i == index else 0) for i, x in enumerate(point)]
    agree(name, point, slope(*map(mpf, point)), (f(*up) - f(*down)) / (2 * h))
    return 1


if __name__ == "__main__":
    table, checked = {}, 0
    for name, (points, f, first, second) in unary.items():
        for x in points:
            checked += check(name, f, first, [x], 0)
            checked += check(name + "'", first, second, [x], 0)
        table[name] = {"points": to_json(points), "first": [to_json(to_double(first(mpf(x)))) for x in points],
                       "second": [to_json(to_double(second(mpf(x)))) for x in points]}
    for name, (points, f, slopes) in binary.items():
        for p in points:
            for i, slope in enumerate(slopes.values()):
                checked += check(name, f, slope, p, i)
        table[name] = {"points": to_json(points),
                       "first": {k: [to_json(to_double(s(*map(mpf, p)))) for p in points] for k, s in slopes.items()}}
    write("slopes.json", table)
    print(checked, "slopes checked;", {name: len(columns["points"]) for name, columns in table.items()})
