// A yes or a no, fitted: J over the intercept and the slope of an S-curve is a bowl that is no ellipse, and may have no bottom.

import { costOver, crossEntropy, minimizer, separable } from "../costs/cross-entropy.js";
import { curvatures, mean } from "../costs/linear.js";
import { descend, regime } from "../descent.js";
import { array, ratesAround, starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { even, historyPanel } from "../panels/history.js";
import { levelPanel } from "../panels/levels.js";
import { outcomesPanel } from "../panels/outcomes.js";
import { clamp, fixed, show } from "../scales.js";
import { percent, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/two_classes.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 100, "step": 1, "value": 39, "whole": true },
  "alpha": { "label": "Learning rate α", "min": 0.1, "max": 16, "step": 0.1, "value": 4, "least": 1e-9, "most": 1e9 },
  "start": { "label": ["Start θ₀", "Start θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [0, 0] },
  "standardise": { "label": "Standardise x", "value": true },
  "changed": { "points": 23, "reach": 30, "value": {} }
};

// Flights before that of the Challenger, at 31 °F: whether an O-ring was in distress (Dalal, Fowlkes and Hoadley, 1989).
const ASKED = 31;
const TEMPERATURE = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58];
const DISTRESS = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1];

// By how much a point was moved along the axis, and its outcome.
function outcomes({ changed }) {
  const [x, y] = [[...TEMPERATURE], [...DISTRESS]];
  for (const [i, [dx, dy]] of Object.entries(changed)) {
    x[i] = Number((x[i] + dx).toFixed(3)); // so that two at the same place are
    y[i] = clamp(Number((y[i] + dy).toFixed(3)), 0, 1);
  }
  return { x, y };
}

// J has its shape over z = (x − centre) / spread, which the start and the contours are chosen for: `enter` gives the θ
// of the descent, which is over x where that is not standardised, and `leave` leads back.
function ground({ changed, standardise }) {
  const seen = outcomes({ changed });
  const { x, y } = seen;
  const centre = mean(x);
  const spread = Math.sqrt(mean(x.map((v) => (v - centre) * (v - centre)))) || 1;
  const z = x.map((v) => (v - centre) / spread);
  const used = standardise ? z : x;
  const columns = [x.map(() => 1), used];
  const J = crossEntropy({ columns, y });
  const overX = ([a, b]) => [a - (b / spread) * centre, b / spread];
  const enter = standardise ? (theta) => theta : overX;
  const leave = (theta, rounded = (v) => v) => (standardise ? theta : [theta[0] + theta[1] * centre, theta[1] * spread]).map(rounded);
  const parted = separable(x, y);
  const lowest = parted ? null : enter(minimizer(crossEntropy({ columns: [columns[0], z], y }), [0, 0]));
  const bowl = lowest && J.bowl(lowest);
  const bound = 8 / curvatures(columns)[0].value;
  return {
    J, seen, x: used, y, enter, leave, bound, bowl,
    minimizer: lowest,
    least: lowest && J.look(lowest).cost,
    criticalRate: bowl && 2 / bowl[0].value,
    surface: costOver(z, y),
    unit: standardise ? [1, 1] : [1, 1 / spread],
    line: standardise ? overX : (theta) => theta,
    limits: { alpha: ratesAround(2 * bound, settings.alpha) },
  };
}

function solve(state, memory) {
  const { changed, standardise, start, alpha, steps } = state;
  const key = JSON.stringify([changed, standardise]);
  if (key !== memory.key) Object.assign(memory, { key, there: ground(state) });
  const { there } = memory;
  const solution = { ...state, ...there, ...descend(there.J, there.enter(start), alpha, steps) };
  if (!there.bowl) return { ...solution, regime: "running away" };
  const factors = there.bowl.map(({ value }) => 1 - alpha * value);
  const near = regime(factors);
  // As on a parabola, but near the minimiser only.
  return { ...solution, factors, regime: { diverging: "cycling", "one step": "monotone" }[near] ?? near };
}

// α beside what it must heed.
const beside = ({ alpha, bowl }) => (bowl ? `α·λₘₐₓ = ${fixed(alpha * bowl[0].value, 0.001)}` : `α = ${show(alpha)}`);

function told({ bowl, factors, y }) {
  if (!bowl && y.every((v) => v === y[0])) return "all outcomes are the same, and the nearer p is to them, the lower is J";
  if (!bowl) return "the classes can be separated, and the steeper the S, the lower is J";
  const [steep, flat] = factors;
  if (steep < -1 - 1e-9) return `near the minimiser each step multiplies the error by ${show(steep, 3)}, from afar it leads back`;
  return `near the minimiser each step keeps ${percent(steep)} across the valley, ${percent(flat)} along it`;
}

// What a panel does with a point.
function changer(figure) {
  const { reach } = settings.changed;
  const put = (i, x, y) => {
    const { [i]: _, ...others } = figure.state().changed;
    const offset = [Number(clamp(x - TEMPERATURE[i], -reach, reach).toFixed(3)), y - DISTRESS[i]];
    figure.choose({ changed: offset.some(Boolean) ? { ...others, [i]: offset } : others });
  };
  const seen = () => figure.solution().seen;
  const turn = (i) => put(i, seen().x[i], seen().y[i] < 0.5 ? 1 : 0);
  return { put, turn, seen, done: () => figure.redraw() };
}

Explorable.define("two-classes", {
  settings,
  solve,
  tells: [...TELLS, "bound"],
  panels: (figure) => ({
    data: outcomesPanel(TEMPERATURE.length, { title: "Distress of an O-ring", name: "Flight", unit: "°F", asked: ASKED, change: changer(figure) }),
    cost: levelPanel(settings.start, { moveStart: starter(figure, settings.start) }),
    history: historyPanel("J at the minimiser", ({ least }) => [least ?? NaN, 0], even),
  }),
  places: ({ bound, criticalRate }) => [
    { name: "safe", title: "8/λₘₐₓ of XᵀX/m: below it every step lowers J", value: bound },
    { name: "limit", title: "2/λₘₐₓ at the minimiser: above it no descent settles there", value: criticalRate ?? Infinity, limit: true },
  ],
  ...telling(beside, told),
  python({ start, alpha, steps, standardise, changed }, { seen }) {
    const from = standardise ? start.join(", ") : `${start[0]} - ${start[1]} * x.mean() / x.std(), ${start[1]} / x.std()`;
    return [
      "import numpy as np",
      "",
      "import gd",
      "",
      `x = ${array(seen.x)}`,
      `y = ${array(seen.y)}`,
      ...(standardise ? ["z = (x - x.mean()) / x.std()"] : []),
      `J = gd.CrossEntropy(gd.with_intercept(${standardise ? "z" : "x"}), y)`,
      `thetas, costs = gd.descend(J, theta=[${from}], alpha=${alpha}, steps=${steps})`,
      "print(*thetas[-1])",
      "",
    ].join("\n");
  },
});
