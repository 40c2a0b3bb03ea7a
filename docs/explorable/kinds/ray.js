// A line, fitted by steps whose rate is found on the way: a first trial is halved until J falls below a chord.

import { backtrack } from "../backtracking.js";
import { ratesAround, starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { affine, affineGround, DRAWS, mover, script, solver } from "../line.js";
import { rayContours } from "../panels/contours-ray.js";
import { dataPanel } from "../panels/data.js";
import { rayPanel } from "../panels/ray.js";
import { clamp, show } from "../scales.js";
import { rateTimes, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/ray.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 60, "step": 1, "value": 0, "whole": true },
  "alpha": { "label": "First trial α", "min": 0.02, "max": 1.6, "step": 0.02, "value": 1, "least": 1e-9, "most": 1e9 },
  "slope": { "label": "Chord slope c", "min": 0.05, "max": 0.95, "step": 0.05, "value": 0.5, "first": true },
  "start": { "label": ["Start θ₀", "Start θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [-2, 3] },
  "shift": { "label": "Shift of x", "min": 0, "max": 5, "step": 0.1, "value": 2 },
  "truth": { "min": -4, "max": 4, "step": 0.1, "value": [2, 2] },
  "noise": { "min": 0, "max": 2, "step": 0.1, "value": 0 },
  "moved": { "points": 20, "reach": 30, "value": {} }
};

// What becomes of the first trial. At the end J is as low as its digits can tell.
function pace({ costs, trials, steepest, slope }) {
  const last = trials.at(-1);
  const lower = last.cost < costs.at(-1);
  return {
    regime: !last.accepted ? "refused" : !lower ? "stalled" : trials.length > 1 ? "halved" : "accepted",
    passing: (2 * (1 - slope)) / steepest,
    limits: { alpha: ratesAround(8 / steepest, settings.alpha) },
  };
}

const TIMES = ["", "once", "twice"];
const times = (n) => TIMES[n] ?? `${n} times`;

function effect({ regime, gradient, trials, rate, alpha, halvings, alphas }) {
  const before = alphas.length ? `; ${halvings} ${halvings === 1 ? "halving" : "halvings"} in the ${alphas.length === 1 ? "step" : `${alphas.length} steps`} before` : "";
  const halved = trials.length - 1;
  if (regime === "refused") return `after ${halved} halvings no rate is accepted, and no step is taken${before}`;
  if (gradient.every((g) => g === 0)) return `the gradient is zero: no rate makes a step${before}`;
  if (regime === "stalled") return `J falls no further in double precision${before}`;
  return `${halved ? `${times(halved)}, to α = ${show(rate)}` : `at once, α = ${show(alpha)}`}${before}`;
}

const { words, sentence } = telling(rateTimes("λₘₐₓ"), effect);
// The next step has the rate that is accepted.
const asTaken = (s) => ({ ...s, alpha: s.rate });

// The first trial: dragged to a rate with as many digits as a pixel tells apart, moved by slider steps.
function chooser(figure) {
  const put = (alpha, digits) => figure.choose({ alpha: Number(alpha.toPrecision(digits)) });
  return {
    to: (alpha) => put(Math.max(alpha, figure.solution().limits.alpha.min), 3),
    by(d) {
      const { alpha, limits: { alpha: { min, max, step } } } = figure.solution();
      put(clamp(alpha + d * step, min, Math.max(max, alpha)), 9);
    },
    drop: () => figure.redraw(),
  };
}

Explorable.define("ray", {
  settings,
  solve: solver(settings, affineGround, { path: backtrack, pace }),
  tells: [...TELLS, "alphas", "halvings", "trials"],
  panels: (figure) => ({
    cost: rayContours(settings.start, { moveStart: starter(figure, settings.start) }),
    ray: rayPanel({ move: chooser(figure) }),
    data: dataPanel(DRAWS.length, { movePoint: mover(figure, settings.moved, affine) }),
  }),
  places: ({ passing, criticalRate }) => [
    { name: "safe", title: "2(1 − c)/λₘₐₓ: every rate up to here is accepted at once", value: passing },
    { name: "2/λ", title: "2/λₘₐₓ: the critical rate", value: criticalRate, limit: true },
  ],
  words: (s) => ({ ...words(s), sums: words(asTaken(s)).sums }),
  sentence,
  python: (state, solution) =>
    script(state, solution, {
      y: `${state.truth[0]} + ${state.truth[1]} * x`,
      X: "gd.with_intercept(x)",
      lines: [
        `theta = np.array([${state.start.join(", ")}])`,
        `for step in range(${state.steps}):`,
        "    gradient = J.gradient(theta)",
        `    for alpha in ${state.alpha} / 2.0 ** np.arange(61):`,
        "        after = gd.update(J, theta, alpha)",
        `        if J(after) <= J(theta) - ${state.slope} * alpha * np.sum(gradient**2):`,
        "            theta = after",
        "            break",
        "print(*theta)",
      ],
    }),
});
