"""Contours by marching squares, of functions with hills, pits and saddles."""

import numpy as np
import pytest

# Of f(a, b) = sinh of a sum of waves, steeper than costs are: the rings of a level.
TRACE = """
async ({ waves, as, bs, level }) => {
  const { contours, grid } = await import("/explorable/squares.js");
  const f = (a, b) => Math.sinh(2 * waves.reduce((sum, [u, v, turn]) => sum + Math.sin(u * a + v * b + turn), 0));
  return contours(grid(f, as, bs), level);
}
"""
KNOTS = "async (all) => (await import('/explorable/squares.js')).knots(...all)"
SADDLE = """
async ([sign, level]) => {
  const { contours, grid } = await import("/explorable/squares.js");
  return contours(grid((a, b) => sign * a * b, [-1, 1], [-1, 1]), level);
}
"""


def area(ring):
    """What a ring holds: less than nothing if it goes round clockwise."""
    a, b = np.reshape(ring, (-1, 2)).T
    return (a @ np.roll(b, -1) - b @ np.roll(a, -1)) / 2


def test_contours_are_on_their_level_closed_and_have_what_is_below_to_their_left(visit):
    page, rng = visit("index"), np.random.default_rng(3)
    for level in (-4, -0.5, 0, 0.5, 4):
        waves = rng.uniform(-2, 2, (4, 3))
        f = lambda a, b, waves=waves: np.sinh(
            2 * sum(np.sin(u * a + v * b + w) for u, v, w in waves)
        )
        as_, bs = np.linspace(-3, 2, 21), np.linspace(-1, 5, 25)  # a quarter apart
        what = {"waves": waves.tolist(), "as": as_.tolist(), "bs": bs.tolist(), "level": level}
        rings = page.evaluate(TRACE, what)
        fine = np.meshgrid(np.linspace(-3, 2, 1001), np.linspace(-1, 5, 1201))
        below = 5 * 6 * np.mean(f(*fine) < level)
        assert sum(map(area, rings)) == pytest.approx(below, abs=0.2)
        a, b = np.concatenate([np.reshape(ring, (-1, 2)) for ring in rings]).T
        inner = (abs(a + 0.5) < 2.5) & (abs(b - 2) < 3)
        a, b = a[inner], b[inner]
        slope = np.hypot(f(a + 1e-6, b) - f(a - 1e-6, b), f(a, b + 1e-6) - f(a, b - 1e-6)) / 2e-6
        assert np.all(abs(f(a, b) - level) < 0.01 * (slope / 4 + 1))


@pytest.mark.parametrize("sign", [1, -1])
def test_across_a_saddle_the_two_sides_are_one_where_its_middle_is_below(visit, sign):
    page = visit("index")
    assert [len(page.evaluate(SADDLE, [sign, level])) for level in (0.1, -0.1)] == [1, 2]


def test_knots_go_from_end_to_end_and_are_closest_around_a_place(visit):
    knots = np.array(visit("index").evaluate(KNOTS, [-3, 7, 40, 1, 0.5]))
    assert knots[[0, -1]] == pytest.approx([-3, 7])
    gaps = np.diff(knots)
    assert abs(knots[gaps.argmin()] - 1) < 0.2
    assert 0 < gaps.min() < gaps.max() / 5
