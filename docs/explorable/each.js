// What each kind has: a start, a rate, what its value tells, numbers in Python. No DOM here.

import { clamp } from "./scales.js";

// Where the θ of the panels is the θ that is chosen.
export const SAME = {
  enter: (theta) => theta,
  leave: (theta, rounded) => theta.map(rounded),
  unit: [1, 1],
};

// What a panel does with a start that is dragged to a place of its own, or moved by so many steps of its sliders: it lands where they can.
export function starter(figure, { min, max, step }) {
  const onGrid = (v) => clamp(Number((Math.round(v / step) * step).toFixed(6)), min, max);
  const to = (place) => figure.choose({ start: figure.solution().leave(place, onGrid) });
  // By arrows it goes along an axis: were it to land on the grid of other axes, it would drift.
  const by = (...moves) => {
    const { thetas: [at], unit, leave } = figure.solution();
    const place = at.map((v, j) => v + moves[j] * step * unit[j]);
    const start = leave(place, (v) => Number(v.toFixed(9)));
    if (start.every((v) => v >= min && v <= max)) figure.choose({ start });
    else if (leave === SAME.leave) to(place);
  };
  return { to, by, drop: () => figure.redraw() };
}

// The slider of α grows and shrinks with the critical rate, by factors of 1, 2, 5, 10, …
export function ratesAround(critical, { min, max, step }) {
  const wanted = critical / max;
  if (!Number.isFinite(wanted)) return { min, max, step };
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = power * [1, 2, 5, 10].find((f) => f * power >= wanted * (1 - 1e-9));
  const [low, high, by] = [min, max, step].map((v) => Number((v * factor).toPrecision(6)));
  return { min: low, max: high, step: by };
}

// What a kind tells of its solution, beside what is chosen.
export const TELLS = ["x", "y", "thetas", "costs", "criticalRate", "regime", "minimizer"];

// In Python, five numbers a line.
export const array = (v) => `np.array([${v.map((number, i) => `${i % 5 ? " " : "\n    "}${number},`).join("")}\n])`;
