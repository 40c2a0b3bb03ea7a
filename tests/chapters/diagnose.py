"""Find out why it fails."""

from laws import sympy

INPUTS = {
    "Twenty points off": "np.linspace(-1, 1, 20)",
    "24 galaxies": "# Hubble's, typed in",
    "rates three times apart": "np.arange(-4, 1.1, 0.5)",
    "for a hundred steps": "steps=100",
    "more than a hundred steps": "steps=100",
    "For a millionth": "np.log(1e-6)",
    "a million to a megaparsec": "1e6 * distance",
    "a million squared": "1e6 * distance",
    "steps to a millionth of": "np.log(1e-6)",
}
COMPUTED = """
    np.isclose(2 / most, gd.critical_rate(hubble))
    np.allclose(hubble.minimizer, [-40.7836491, 454.15844092])
    np.allclose([phi[0] - slope * distance.mean(), slope], hubble.minimizer)
"""
STATED = ["72 steps", "527 steps", "28 steps", "454.15844092", "0.3774"]


def said():
    values = {r"\rho": sympy.Rational(5, 13), r"\kappa": sympy.Rational(9, 4)}
    return {r"\rho = (\kappa - 1) / (\kappa + 1)": values}
