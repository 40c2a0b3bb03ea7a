// Points along a line and what follows from them: what the kinds have in common that fit one. No DOM here.

import { leastSquares } from "./costs/least-squares.js";
import { descend, regime } from "./descent.js";
import { array, ratesAround, SAME } from "./each.js";
import { clamp } from "./scales.js";

// For the noise: np.random.default_rng(0).normal(size=20).round(2)
export const DRAWS = [
  0.13, -0.13, 0.64, 0.1, -0.54, 0.36, 1.3, 0.95, -0.7, -1.27,
  -0.62, 0.04, -2.33, -0.22, -1.25, -0.73, -0.54, -0.32, 0.41, 1.04,
];

// The data as the reader sees them: np.linspace(-1, 1, 20) and the truth, of which `at` says what it is at
// each x, with noise, shifted, dragged.
export function scatter({ truth, noise, shift = 0, moved }, at) {
  const last = DRAWS.length - 1;
  const x = DRAWS.map((_, i) => (i === last ? 1 : i * (2 / last) + -1) + shift);
  const y = x.map((v, i) => at(truth, v) + noise * DRAWS[i]);
  for (const [i, [dx, dy]] of Object.entries(moved)) {
    x[i] += dx;
    y[i] += dy;
  }
  return { x, y };
}

// A line that has an intercept, and what follows from data that it is to fit.
export const affine = ([intercept, slope], x) => intercept + slope * x;

export function affineGround(state) {
  const seen = scatter(state, affine);
  const J = leastSquares({ columns: [seen.x.map(() => 1), seen.x], y: seen.y });
  return { J, seen, ...seen, target: state.truth, line: (theta) => theta };
}

// What a panel of a figure does with a point that is dragged to (x, y), or from where it is by so much.
export const mover = (figure, { reach }, at) => (i, x, y, relative) => {
  if (i === undefined) return figure.redraw();
  const from = relative ? figure.solution().seen : { x: [], y: [] };
  const { moved: { [i]: _, ...others }, ...state } = figure.state();
  const base = scatter({ ...state, moved: others }, at);
  const offset = [x + (from.x[i] ?? 0) - base.x[i], y + (from.y[i] ?? 0) - base.y[i]];
  figure.choose({ moved: { ...others, [i]: offset.map((d) => Number(clamp(d, -reach, reach).toFixed(3))) } });
};

// Where the cost J is least, how it curves, what of it a learning rate must heed.
function valley(J, alpha) {
  const steepest = J.bowl[0].value;
  const criticalRate = 2 / steepest;
  return {
    J, steepest, criticalRate,
    bowl: J.bowl, minimizer: J.minimizer,
    least: J.look(J.minimizer).cost,
    limits: { alpha: ratesAround(criticalRate, alpha) },
  };
}

// What of a state are its data: all else leaves them alone.
const DATA = ["truth", "noise", "shift", "standardise", "moved"];

// `ground` gives what follows from the data: the cost J, what its panels draw of them, and how one comes from the θ
// that is chosen to theirs, and back. It is asked again only when they change. `path` goes downhill, from a start, and `pace`
// says what the rate does to the error, in a solution.
export const solver = (settings, ground, { path = fixedRate, pace = plain } = {}) => (state, memory) => {
  const data = Object.fromEntries(DATA.map((name) => [name, state[name]]));
  const key = JSON.stringify(data);
  if (key !== memory.key) {
    const there = ground(data);
    Object.assign(memory, { key, there: { ...SAME, ...there, ...valley(there.J, settings.alpha) } });
  }
  const { there } = memory;
  const solution = { ...state, ...there, ...path(there.J, there.enter(state.start), state), product: state.alpha * there.steepest };
  return { ...solution, ...pace(solution) };
};

const fixedRate = (J, start, { alpha, steps }) => descend(J, start, alpha, steps);

function plain({ alpha, bowl }) {
  const factors = bowl.map(({ value }) => 1 - alpha * value);
  return { factors, regime: regime(factors) };
}

// -- The same as a script ---------------------------------------------------------------------
// Its lines after the imports and x: y without noise, X, what is made of x before, and the descent, from the start.
export function script({ alpha, noise, moved, shift = 0, start, steps }, { seen }, { y, X, scaled = [], theta = start.join(", "), more = "", lines }) {
  const made = !noise && !Object.keys(moved).length;
  return [
    "import numpy as np",
    "",
    "import gd",
    "",
    `x = ${made ? `np.linspace(-1, 1, ${seen.x.length})${shift ? ` + ${shift}` : ""}` : array(seen.x)}`,
    `y = ${made ? y : array(seen.y)}`,
    ...scaled,
    `J = gd.LeastSquares(${X}, y)`,
    ...(lines ?? [
      `thetas, costs = gd.descend(J, theta=[${theta}], alpha=${alpha}, steps=${steps}${more})`,
      "print(*thetas[-1])",
    ]),
    "",
  ].join("\n");
}
