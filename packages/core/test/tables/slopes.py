# True first and second derivatives of elementwise functions, by mpmath with 90 digits: python3 slopes.py > slopes.json
# Points are float32 numbers, so that one table serves both dtypes. Rows: [x, f′(x), f″(x)], or [a, b, ∂f/∂a, ∂f/∂b].
from mpmath import *
import json, struct

mp.dps = 90
f32 = lambda x: struct.unpack("f", struct.pack("f", x))[0]
sigma = lambda x: 1 / (1 + exp(-x))
softplus = lambda x: log(1 + exp(x))
phi = lambda x: erfc(-x / sqrt(mpf(2))) / 2
scale, alpha = mpf(1.0507009873554805), mpf(1.6732632423543772)

tiny = [1e-30, 1e-12, 1e-6, 1e-3]
middle = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.5, 2.2, 3.3, 4.7]
large = [6.5, 8.9, 12.5, 15.1, 17.3, 20.7, 33.3, 45.5, 60.1, 80.3]
huge = [101.5, 3.3e3, 2.7e6, 1.9e15]
both = lambda xs: [s * x for s in (1, -1) for x in xs]
unary = {
  "sigmoid": (sigma, both(tiny + middle + large)), "tanh": (tanh, both(tiny + middle + large[:9])),
  "softplus": (softplus, both(tiny + middle + large)), "logSigmoid": (lambda x: -softplus(-x), both(tiny + middle + large)),
  "exp": (exp, both(tiny + middle + large[:8])), "expm1": (expm1, both(tiny + middle + large[:8])),
  "log": (log, tiny + middle + large + huge), "log1p": (log1p, both(tiny) + [-0.01, -0.1, -0.5, -0.9, -0.999] + middle + large + huge),
  "log2": (lambda x: log(x, 2), tiny + middle + large + huge), "log10": (log10, tiny + middle + large + huge),
  "sqrt": (sqrt, tiny + middle + large + huge), "rsqrt": (lambda x: 1 / sqrt(x), [1e-6, 1e-3] + middle + large + huge[:3]),
  "reciprocal": (lambda x: 1 / x, both([1e-12, 1e-6, 1e-3] + middle + large + huge[:3])), "square": (lambda x: x * x, both(tiny + middle + large + huge)),
  "sin": (sin, both(tiny + middle + large + huge[:2])), "cos": (cos, both(tiny + middle + large + huge[:2])), "tan": (tan, both(tiny + middle + large + huge[:2])),
  "asin": (asin, both(tiny + middle[:6] + [0.99, 0.9999, 0.9999999])), "acos": (acos, both(tiny + middle[:6] + [0.99, 0.9999, 0.9999999])),
  "atan": (atan, both(tiny + middle + large + huge)), "sinh": (sinh, both(tiny + middle + large[:9])), "cosh": (cosh, both(tiny + middle + large[:9])),
  "asinh": (asinh, both(tiny + middle + large + huge)), "acosh": (acosh, [1.0000001, 1.0001, 1.01] + middle[6:] + large + huge),
  "atanh": (atanh, both(tiny + middle[:6] + [0.99, 0.9999, 0.9999999])),
  "erf": (erf, both(tiny + middle + large[:2])), "erfc": (erfc, both(tiny + middle + large[:2])),
  "lgamma": (lambda x: log(abs(gamma(x))), [1e-6, 1e-3] + middle + large + huge[:3]), "digamma": (lambda x: psi(0, x), [1e-6, 1e-3] + middle + large + huge[:3]),
  "softsign": (lambda x: x / (1 + abs(x)), both(tiny[1:] + middle + large + huge)),
  "elu": (lambda x: x if x > 0 else expm1(x), both(tiny + middle + large[:8])), "celu": (lambda x: x if x > 0 else expm1(x), both(tiny + middle + large[:8])),
  "selu": (lambda x: scale * (x if x > 0 else alpha * expm1(x)), both(tiny + middle + large[:8])),
  "silu": (lambda x: x * sigma(x), both(tiny + middle + large)), "mish": (lambda x: x * tanh(softplus(x)), both(tiny + middle + large[:8])),
  "gelu": (lambda x: x * phi(x), both(tiny + middle + large[:3])),
}
pairs = [(a, b) for a in (1e-12, 0.01, 0.7, 1.3, 5.5, 2.7e6) for b in (1e-6, 0.3, 0.9, 1.7, 7.7, 1.9e5)]
binary = {
  "div": (lambda a, b: a / b, pairs + [(-a, b) for a, b in pairs[:12]]),
  "pow": (lambda a, b: a ** b, [(a, b) for a in (1e-3, 0.3, 0.9, 1.1, 2.5, 40.5) for b in (-2.5, -1, -0.3, 0.5, 1, 2, 3.7, 9)]),
  "atan2": (lambda a, b: atan2(a, b), pairs + [(-a, b) for a, b in pairs] + [(a, -b) for a, b in pairs]),
  "hypot": (lambda a, b: sqrt(a * a + b * b), pairs + [(-a, b) for a, b in pairs]),
  "logAddExp": (lambda a, b: log(exp(a) + exp(b)), [(a, b) for a in (-80, -5.5, 0, 0.3, 30.3) for b in (-33.3, -1.5, 0.25, 8, 60.5)]),
  "xlogy": (lambda a, b: a * log(b), pairs),
}

def near(v):
    v = float(v)
    return v if abs(v) != float("inf") and v == v else str(v)

rows = {}
for name, (f, xs) in unary.items():
    xs = [f32(x) for x in xs]
    h = lambda x: dict(h=mpf(10) ** -40 * max(abs(mpf(x)), mpf(10) ** -12))
    rows[name] = [[x, near(diff(f, mpf(x), 1, **h(x))), near(diff(f, mpf(x), 2, **h(x)))] for x in xs]
for name, (f, ps) in binary.items():
    ps = [(f32(a), f32(b)) for a, b in ps]
    rows[name] = [
        [a, b, near(diff(lambda x: f(x, mpf(b)), mpf(a), h=mpf(10) ** -40 * abs(mpf(a) or 1))), near(diff(lambda y: f(mpf(a), y), mpf(b), h=mpf(10) ** -40 * abs(mpf(b) or 1)))]
        for a, b in ps
    ]
print("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in rows.items()) + "\n}")
