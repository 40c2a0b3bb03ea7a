// A line, fitted, and when to stop: the last step is short, or the gradient says that the minimiser is near.

import { descend } from "../descent.js";
import { starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { affine, affineGround, DRAWS, mover, script, solver } from "../line.js";
import { discsPanel } from "../panels/contours-discs.js";
import { dataPanel } from "../panels/data.js";
import { distancesPanel } from "../panels/distances.js";
import { show } from "../scales.js";
import { distances, stops } from "../stopping.js";
import { rateTimes, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/stopping.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 400, "step": 1, "value": 113, "whole": true },
  "alpha": { "label": "Learning rate α", "min": 0.05, "max": 2.2, "step": 0.05, "value": 0.25, "least": 1e-9, "most": 1e9 },
  "tolerance": { "label": "Tolerance", "min": 0.01, "max": 0.5, "step": 0.01, "value": 0.01, "least": 1e-9, "most": 1e3, "first": true },
  "start": { "label": ["Start θ₀", "Start θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [-2, 3] },
  "shift": { "label": "Shift of x", "min": 0, "max": 5, "step": 0.1, "value": 2 },
  "truth": { "min": -4, "max": 4, "step": 0.1, "value": [2, 2] },
  "noise": { "min": 0, "max": 2, "step": 0.1, "value": 0 },
  "moved": { "points": 20, "reach": 30, "value": {} }
};

const LAST = settings.steps.max;

// The rules look at all of the path, also where less of it is shown.
function path(J, start, { alpha, steps, tolerance }) {
  const all = descend(J, start, alpha, LAST);
  const { thetas, costs, gradients } = all;
  const far = distances(all, J);
  return {
    whole: thetas, ...far, stops: stops(far, tolerance),
    thetas: thetas.slice(0, steps + 1), costs: costs.slice(0, steps + 1),
    gradient: gradients[steps], next: thetas[steps + 1] ?? all.next,
  };
}

// Where each rule stops, and what is left there.
function effect({ flat, stops: { step, gradient }, errors }) {
  const at = (k, whence) => `${k}, ${show(errors[k], 3)} from ${whence}`;
  const never = `in ${LAST} steps`;
  if (flat) return `${step === null ? `no step is short ${never}` : `a short step stops at ${step}`}; J is flat along a line, so the gradient bounds no distance`;
  if (step === null && gradient === null) return `neither rule stops ${never}`;
  if (gradient === null) return `a short step stops at ${at(step, "the minimiser")}; the gradient does not ${never}`;
  if (step === null) return `the gradient stops at ${at(gradient, "the minimiser")}; a short step does not ${never}`;
  return `a short step stops at ${at(step, "the minimiser")}; the gradient at ${at(gradient, "it")}`;
}

Explorable.define("stopping", {
  settings,
  solve: solver(settings, affineGround, { path }),
  tells: [...TELLS, "stops"],
  panels: (figure) => ({
    cost: discsPanel(settings.start, { moveStart: starter(figure, settings.start) }),
    distances: distancesPanel(),
    data: dataPanel(DRAWS.length, { movePoint: mover(figure, settings.moved, affine) }),
  }),
  places: ({ steepest, bowl, criticalRate }) => [
    { name: "1/λ", title: "1/λₘₐₓ: one step across the valley", value: 1 / steepest },
    { name: "best", title: "The best fixed rate: the larger factor is as small as it can be", value: 2 / (steepest + bowl[1].value) },
    { name: "2/λ", title: "2/λₘₐₓ: the critical rate", value: criticalRate, limit: true },
  ],
  ...telling(rateTimes("λₘₐₓ"), effect),
  python: (state, solution) =>
    script(state, solution, {
      y: `${state.truth[0]} + ${state.truth[1]} * x`,
      X: "gd.with_intercept(x)",
      lines: [
        `thetas, costs = gd.descend(J, theta=[${state.start.join(", ")}], alpha=${state.alpha}, steps=${LAST})`,
        `print(*thetas[${state.steps}])`,
        "",
        "# Where each rule stops, and how far from the minimiser.",
        "errors = np.linalg.norm(thetas - J.minimizer, axis=-1)",
        "lengths = np.linalg.norm(np.diff(thetas, axis=0), axis=-1)",
        "bounds = np.linalg.norm(J.gradient(thetas), axis=-1) / np.linalg.eigvalsh(J.hessian)[0]",
        `for k in np.flatnonzero(lengths < ${state.tolerance})[:1] + 1:`,
        `    print("a short step:", k, errors[k])`,
        `for k in np.flatnonzero(bounds <= ${state.tolerance})[:1]:`,
        `    print("the gradient:", k, errors[k])`,
      ],
    }),
});
