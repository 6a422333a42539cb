"""Polynomial coefficients of packages/core/src/kernels/js/special: python coefficients.py (needs mpmath).

Each is the Chebyshev interpolant of a smooth function on an interval, computed with 50 digits and rounded to doubles
at the end; the error printed is the largest relative one on 400 points, in the same 50 digits.
"""

from mpmath import bernoulli, chebyfit, digamma, erf, erfc, exp, factorial, findroot, linspace, loggamma, mp, mpf, polyval, re, sqrt

mp.dps = 50


def fit(name, f, low, high, terms):
    """f as a polynomial in t, where x = mid + half t runs through low … high; lowest power first."""
    mid, half = (mpf(low) + high) / 2, (mpf(high) - low) / 2
    g = lambda t: f(mid + half * t)
    highest_first = chebyfit(g, [-1, 1], terms)
    rounded = [mpf(float(c)) for c in highest_first]
    error = max(abs(polyval(rounded, t) / g(t) - 1) for t in linspace(-1, 1, 400))
    print(f"// {name}: {terms} terms, error 2^{float(mp.log(error, 2)):.1f}")
    print("[" + ", ".join(repr(float(c)) for c in reversed(highest_first)) + "]")


# erf(x) / x − 1 is written in powers of z = x² itself (not of t), so that nothing is lost at 0.
taylor = [(-1) ** n * 2 / sqrt(mp.pi) / (factorial(n) * (2 * n + 1)) - (1 if n == 0 else 0) for n in range(20)]
print("// erf(x)/x - 1 in powers of x^2, |x| < 1\n[" + ", ".join(repr(float(c)) for c in taylor[:18]) + "]")


def scaled_erfc(t):
    """(1 + 2x) e^(x²) erfc(x) over t = (x − 4) / (x + 4)."""
    if t == 1:
        return 2 / sqrt(mp.pi)
    x = 4 * (1 + t) / (1 - t)
    if x > 1e6:
        return (1 + 2 * x) / (x * sqrt(mp.pi)) * (1 - 1 / (2 * x * x) + 3 / (4 * x**4) - 15 / (8 * x**6))
    mp.dps = 50 + (int(x * x / 2) if x < 30 else 0)
    value = (1 + 2 * x) * exp(x * x) * erfc(x) if x < 30 else (1 + 2 * x) * sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(25)) / (x * sqrt(mp.pi))
    mp.dps = 50
    return +value


fit("(1 + 2x) e^(x^2) erfc(x), t = (x - 4)/(x + 4) from x = 0.5", scaled_erfc, (mpf(1) / 2 - 4) / (mpf(1) / 2 + 4), 1, 24)


def around_zeros(x):
    if x in (1, 2):
        return digamma(x) / (2 * x - 3)
    return re(loggamma(x)) / ((x - 1) * (x - 2))


fit("lgamma(x) / ((x-1)(x-2)) on 0.75 … 1.5", around_zeros, 0.75, 1.5, 22)
fit("lgamma(x) / ((x-1)(x-2)) on 1.5 … 3", around_zeros, 1.5, 3, 22)
root = findroot(digamma, 1.4616)
high = mpf(float(root))
print("// root of digamma, in two doubles:", repr(float(root)), repr(float(root - high)))
fit("digamma(x) / (x - root) on 1 … 2", lambda x: digamma(x) / (x - root) if abs(x - root) > 1e-20 else mp.polygamma(1, root), 1, 2, 23)
print("// B(2k) / (2k (2k-1)):", [float(bernoulli(2 * k) / (2 * k * (2 * k - 1))) for k in range(1, 11)])
print("// B(2k) / (2k):", [float(bernoulli(2 * k) / (2 * k)) for k in range(1, 11)])
print("// B(2k):", [float(bernoulli(2 * k)) for k in range(1, 16)])
print("// low part of pi:", float(mp.pi - mpf(float(mp.pi))), " of ln pi:", repr(float(mp.log(mp.pi))))
density = lambda x: exp(-x * x / 2) / sqrt(2 * mp.pi)
gelu_slope = lambda x: erfc(-x / sqrt(2)) / 2 + x * density(x)
gelu_root = findroot(gelu_slope, -0.75)
print("// zero of the slope of gelu, in two doubles:", repr(float(gelu_root)), repr(float(gelu_root - mpf(float(gelu_root)))))
fit("slope of gelu / (x - root) on -1.25 … -0.25", lambda x: gelu_slope(x) / (x - gelu_root) if abs(x - gelu_root) > 1e-20 else density(gelu_root) * (2 - gelu_root**2), -1.25, -0.25, 18)
silu_root = findroot(lambda x: 1 + x + exp(x), -1.28)
print("// zero of the slope of silu:", repr(float(silu_root)), repr(float(silu_root - mpf(float(silu_root)))), "e^root", repr(float(exp(silu_root))))
mish_root = findroot(lambda x: 4 * (x + 1) + 4 * exp(2 * x) + exp(3 * x) + exp(x) * (4 * x + 6), -1.19)
print("// zero of the slope of mish:", repr(float(mish_root)), repr(float(mish_root - mpf(float(mish_root)))), "e^root", repr(float(exp(mish_root))), "4 root + 6", repr(float(4 * mish_root + 6)))
