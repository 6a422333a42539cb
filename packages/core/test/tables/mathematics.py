"""What the tables are made from: the functions with a few hundred bits, and rounding to the nearest double."""

import json
import math
import random

from mpmath import mp, mpf

mp.prec = 500


def to_double(t):
    """The double nearest to t, also where that is denormal (mpmath's own conversion rounds twice there)."""
    t = mpf(t)
    if mp.isnan(t) or mp.isinf(t) or t == 0:
        return float(t)
    unit = mpf(2) ** max(mp.frexp(t)[1] - 53, -1074)
    rounded = mp.nint(t / unit) * unit
    return float(rounded) if abs(rounded) < mpf(2) ** 1024 else math.copysign(math.inf, rounded)


def to_json(x):
    if isinstance(x, (list, tuple)):
        return [to_json(y) for y in x]
    x = float(x)
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    # Whole numbers without ".0"; −0 stays a double.
    return int(x) if x.is_integer() and abs(x) < 1e15 and not (x == 0 and math.copysign(1, x) < 0) else x


def write(path, table):
    """One line for each list, so that a change shows in a diff as one line."""
    lines = []
    for name, columns in table.items():
        inner = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in columns.items())
        lines.append(f"  {json.dumps(name)}: {{\n{inner}\n  }}")
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


def single(x):
    """The float32 nearest to x."""
    import struct

    return struct.unpack("f", struct.pack("f", x))[0]


def significand(r):
    return 1 + r.random()


def erfc(x):
    if x > 60:
        # Below every double. The tail matters only as "underflows".
        return mp.exp(-x * x) / (x * mp.sqrt(mp.pi))
    if x < -60:
        return mpf(2)
    return mp.gammainc(mpf(1) / 2, x * x) / mp.sqrt(mp.pi) if x > 5 else mp.erfc(x)


def erfcx(x):
    if x > 60:
        return sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(40)) / (x * mp.sqrt(mp.pi))
    return mp.exp(x * x) * erfc(x)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return x + mp.log1p(mp.exp(-x)) if x > 0 else mp.log1p(mp.exp(x))


def normal_cdf(x):
    return erfc(-x / mp.sqrt(2)) / 2


def normal_pdf(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def log_add_exp(a, b):
    return max(a, b) + mp.log1p(mp.exp(-abs(a - b)))


def lgamma(x):
    if x < 0:
        return mp.log(mp.pi / abs(x * mp.sinpi(x))) - lgamma(-x)
    if x > 1e10:
        return (x - mpf(1) / 2) * mp.log(x) - x + mp.log(2 * mp.pi) / 2 + sum(
            mp.bernoulli(2 * k) / (2 * k * (2 * k - 1) * x ** (2 * k - 1)) for k in range(1, 12)
        )
    if x < mpf(2) ** -100:
        return -mp.log(x) - mp.euler * x + mp.zeta(2) * x * x / 2
    return mp.re(mp.loggamma(x))


def polygamma(n, x):
    """The definition as a sum, its asymptotic series far out, and reflection below 0."""
    if x < 0:
        with mp.workprec(2 * mp.prec):
            c = mp.cot(mp.pi * x) if abs(x) > mpf(2) ** -50 else 1 / mp.tan(mp.pi * x)
            p = [mpf(0), mpf(1)]
            for _ in range(n):
                d = [i * p[i] for i in range(1, len(p))]
                p = [mpf(0)] * (len(d) + 2)
                for i, value in enumerate(d):
                    p[i] -= value
                    p[i + 2] -= value
            return (-1) ** n * polygamma(n, 1 - x) - mp.polyval(p[::-1], c) * mp.pi ** (n + 1)
    if x > 1e8:
        tail = sum(
            mp.bernoulli(2 * k) * mp.factorial(2 * k + n - 1) / (mp.factorial(2 * k) * x ** (2 * k + n)) for k in range(1, 20)
        )
        if n == 0:
            return mp.log(x) - 1 / (2 * x) - tail
        return (-1) ** (n + 1) * (mp.factorial(n - 1) / x**n + mp.factorial(n) / (2 * x ** (n + 1)) + tail)
    if x < 1:
        pole = mp.factorial(n) / x ** (n + 1)
        return polygamma(n, 1 + x) + (-1) ** (n + 1) * pole
    return mp.digamma(x) if n == 0 else (-1) ** (n + 1) * mp.factorial(n) * mp.zeta(n + 1, x)
