# Tables of special functions, computed with 60 digits by mpmath: python3 special.py > special.json
from mpmath import mp, mpf, erf, erfc, exp, loggamma, gamma, log, psi, re, log1p, hypot
import json
mp.dps = 60
def near(v): 
    v = float(v); return v if v == v and abs(v) != float("inf") else str(v)
def table(f, xs): return [[x, near(f(mpf(x)))] for x in xs]
wide = [s * m * 10.0 ** e for s in (1, -1) for e in (-300, -20, -8, -3, -1) for m in (1, 3.7)]
mid = [s * x for s in (1, -1) for x in (0.25, 0.49, 0.5, 0.51, 0.75, 0.99, 1, 1.01, 1.3, 1.7, 2, 2.5, 3, 3.3, 4, 5.1, 5.9)]
tables = {
  "erf": table(erf, wide + mid),
  "erfc": table(erfc, wide + mid + [6, 7.7, 9, 12.3, 15, 20, 24.5, 26, 26.5]),
  "gauss": table(lambda x: exp(-x * x), wide + mid + [6.1, 8.3, 11.7, 19.9, 25.3, 26.6]),
  "lgamma": table(lambda x: log(abs(gamma(x))), [1e-300, 1e-10, 0.001, 0.1, 0.3, 0.49, 0.5, 0.7, 0.9, 0.999, 1.001, 1.1, 1.3, 1.46, 1.5, 1.7, 1.99, 2.01, 2.3, 2.5, 2.6, 3, 3.7, 5, 7.5, 9.99, 10, 10.1, 15, 30, 100.5, 1e5, 1e10, -1e-10, -0.1, -0.5, -0.7, -1.5, -3.2, -10.3, -50.7]),
  "digamma": table(lambda x: psi(0, x), [1e-300, 1e-8, 0.01, 0.3, 0.5, 0.9, 1, 1.2, 2, 3.3, 5, 8, 12, 16, 17.5, 30, 1e3, 1e10, -1e-8, -0.3, -0.5, -1.7, -2.2, -5.9, -20.3]),
  "trigamma": table(lambda x: psi(1, x), [1e-8, 0.01, 0.3, 0.5, 1, 1.5, 3, 8, 16, 17.5, 40, 1e6, -0.3, -1.7, -5.9]),
  "pentagamma": table(lambda x: psi(3, x), [0.01, 0.3, 1, 1.5, 3, 8, 19, 40, 1e4, -0.3, -1.7, -5.9]),
  "softplus": table(lambda x: log1p(exp(x)), wide + mid + [s * x for s in (1, -1) for x in (10, 36, 37.5, 40, 100, 700)] + [-740, 1e300]),
  "sigmoid": table(lambda x: 1 / (1 + exp(-x)), wide + mid + [s * x for s in (1, -1) for x in (10, 36, 37.5, 40, 100, 700)] + [-740]),
}
print("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in tables.items()) + "\n}")
