// A line, fitted with momentum: two curvatures again, and the plane of α and β that says how fast.

import { descend, regime } from "../descent.js";
import { ratesAround, starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { affine, affineGround, DRAWS, mover, script, solver } from "../line.js";
import { heavyBall, nesterov, part } from "../memory.js";
import { contourPanel } from "../panels/contours.js";
import { dataPanel } from "../panels/data.js";
import { historyPanel } from "../panels/history.js";
import { planePanel } from "../panels/plane.js";
import { clamp, fixed, show } from "../scales.js";
import { percent, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/momentum.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 100, "step": 1, "value": 40, "whole": true },
  "alpha": { "label": "Learning rate α", "min": 0.05, "max": 4.2, "step": 0.05, "value": 0.35, "least": 1e-9, "most": 1e9 },
  "momentum": { "label": "Momentum β", "min": 0, "max": 0.99, "step": 0.01, "value": 0.5, "most": 0.999999, "first": true },
  "nesterov": { "label": "Nesterov", "value": false },
  "start": { "label": ["Start θ₀", "Start θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [-2, 3] },
  "shift": { "label": "Shift of x", "min": 0, "max": 5, "step": 0.1, "value": 2 },
  "truth": { "min": -4, "max": 4, "step": 0.1, "value": [2, 2] },
  "noise": { "min": 0, "max": 2, "step": 0.1, "value": 0 },
  "moved": { "points": 20, "reach": 30, "value": {} }
};

const path = (J, start, { alpha, steps, momentum, nesterov: ahead }) => descend(J, start, alpha, steps, momentum, ahead);

// The slowest part, and what is best for it, by the rule that was chosen.
function pace({ alpha, momentum, bowl, steepest, nesterov: ahead }) {
  const rule = ahead ? nesterov : heavyBall;
  const parts = bowl.map(({ value }) => part(rule, alpha * value, momentum));
  const factors = parts.map(({ factor }) => factor);
  return {
    rule, parts,
    regime: regime(factors, parts[0].turning),
    factor: Math.max(...factors.map(Math.abs)),
    best: rule.best(...bowl.map(({ value }) => value)),
    criticalRate: rule.limit(momentum) / steepest,
    limits: { alpha: ratesAround(4 / steepest, settings.alpha) },
  };
}

// α beside its limit, of both as much as the curvature makes of them.
function beside({ regime, product, rule, momentum }) {
  const sign = { diverging: ">", cycling: "=" }[regime] ?? "<";
  return `α·λₘₐₓ = ${fixed(product, 0.001)} ${sign} ${show(rule.limit(momentum))}`;
}

function effect({ regime, parts: [steep, flat] }) {
  const [across, along] = [steep, flat].map(({ factor }) => percent(factor));
  if (regime === "diverging") return `each step multiplies the error by ${show(Math.abs(steep.factor), 3)} in the long run`;
  if (across === along) return `each step keeps ${across} of the error in the long run`;
  if (regime === "cycling") return `in the long run the error across the valley keeps its size; along it ${along} stays`;
  return `each step keeps ${across} across the valley in the long run, ${along} along it`;
}

// The point of the plane: dragged to a rate and a momentum with as many digits as a pixel tells apart, moved by slider steps.
function chooser(figure) {
  const { min, max, step } = settings.momentum;
  const put = (alpha, momentum, digits) => {
    const { min: least } = figure.solution().limits.alpha;
    figure.choose({ alpha: Number(Math.max(alpha, least).toPrecision(digits)), momentum: Number(clamp(momentum, min, max).toFixed(3)) });
  };
  return {
    to: (alpha, momentum) => put(alpha, momentum, 3),
    by: (dx, dy) => {
      const { alpha, momentum, limits } = figure.solution();
      put(Math.min(alpha + dx * limits.alpha.step, limits.alpha.max), momentum + dy * step, 9);
    },
  };
}

Explorable.define("momentum", {
  settings,
  solve: solver(settings, affineGround, { path, pace }),
  tells: [...TELLS, "best", "factor"],
  panels: (figure) => ({
    cost: contourPanel(settings.start, { moveStart: starter(figure, settings.start) }),
    plane: planePanel({ move: chooser(figure) }),
    // In the long run J − J(minimiser) shrinks by the square of the factor a step.
    history: historyPanel("predicted", ({ costs, least, factor }) => [costs[0] - least, 2 * Math.log10(factor)]),
    data: dataPanel(DRAWS.length, { movePoint: mover(figure, settings.moved, affine) }),
  }),
  places: ({ best, criticalRate }) => [
    { name: "best", title: "The best learning rate, with the best momentum", value: best.alpha, also: { momentum: best.momentum } },
    { name: "limit", title: "The critical rate at this momentum", value: criticalRate, limit: true },
  ],
  ...telling(beside, effect),
  python: (state, solution) =>
    script(state, solution, {
      y: `${state.truth[0]} + ${state.truth[1]} * x`,
      X: "gd.with_intercept(x)",
      more: `, momentum=${state.momentum}`,
      ...(state.nesterov && {
        lines: [
          `theta = before = np.array([${state.start.join(", ")}])`,
          `for step in range(${state.steps}):`,
          `    ahead = theta + ${state.momentum} * (theta - before)`,
          `    before, theta = theta, gd.update(J, ahead, alpha=${state.alpha})`,
          "print(*theta)",
        ],
      }),
    }),
});
