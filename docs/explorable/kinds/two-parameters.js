// A line, fitted: J over its intercept and its slope is a valley, whose contours are ellipses.

import { leastSquares } from "../costs/least-squares.js";
import { mean } from "../costs/linear.js";
import { starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { affine, DRAWS, mover, scatter, script, solver } from "../line.js";
import { contourPanel } from "../panels/contours.js";
import { dataPanel } from "../panels/data.js";
import { historyPanel } from "../panels/history.js";
import { rateTimes, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/two_parameters.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 100, "step": 1, "value": 14, "whole": true },
  "alpha": { "label": "Learning rate α", "min": 0.05, "max": 2.2, "step": 0.05, "value": 0.7, "least": 1e-9, "most": 1e9 },
  "start": { "label": ["Start θ₀", "Start θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [0, 0] },
  "truth": { "label": ["True θ₀", "True θ₁"], "min": -4, "max": 4, "step": 0.1, "value": [2, 2] },
  "noise": { "label": "Noise", "min": 0, "max": 2, "step": 0.1, "value": 0 },
  "shift": { "label": "Shift of x", "min": 0, "max": 5, "step": 0.1, "value": 0 },
  "standardise": { "label": "Standardise x", "value": false },
  "moved": { "points": 20, "reach": 30, "value": {} }
};

// With x standardised, θ belongs to z = (x − centre) / spread. The start and the truth are chosen for the x that the
// panel of the data shows: `enter` gives the θ of the same line over z, and `leave` leads back.
function ground(state) {
  const seen = scatter(state, affine);
  const { standardise, truth } = state;
  const centre = standardise ? mean(seen.x) : 0;
  const spread = standardise ? Math.sqrt(mean(seen.x.map((v) => (v - centre) * (v - centre)))) || 1 : 1;
  const x = standardise ? seen.x.map((v) => (v - centre) / spread) : seen.x;
  const enter = ([intercept, slope]) => [intercept + slope * centre, slope * spread];
  const leave = ([intercept, slope], rounded = (v) => v) => {
    const steepness = rounded(slope / spread);
    return [rounded(intercept - steepness * centre), steepness];
  };
  return {
    J: leastSquares({ columns: [x.map(() => 1), x], y: seen.y }),
    seen, x, y: seen.y,
    target: enter(truth),
    line: (theta) => leave(theta),
    enter, leave,
    unit: [1, spread],
  };
}

Explorable.define("two-parameters", {
  settings,
  solve: solver(settings, ground),
  tells: TELLS,
  panels: (figure) => ({
    data: dataPanel(DRAWS.length, { movePoint: mover(figure, settings.moved, affine) }),
    cost: contourPanel(settings.start, { moveStart: starter(figure, settings.start) }),
    history: historyPanel("J at the minimiser", ({ least }) => [least, 0]),
  }),
  places: ({ steepest, bowl, criticalRate }) => [
    { name: "1/λ", title: "1/λₘₐₓ: one step across the valley", value: 1 / steepest },
    { name: "best", title: "The best fixed rate: the larger factor is as small as it can be", value: 2 / (steepest + bowl[1].value) },
    { name: "2/λ", title: "2/λₘₐₓ: the critical rate", value: criticalRate, limit: true },
  ],
  ...telling(rateTimes("λₘₐₓ")),
  python: (state, solution) =>
    script(state, solution, {
      y: `${state.truth[0]} + ${state.truth[1]} * x`,
      X: `gd.with_intercept(${state.standardise ? "z" : "x"})`,
      ...(state.standardise && {
        scaled: ["z = (x - x.mean()) / x.std()"],
        theta: `${state.start[0]} + ${state.start[1]} * x.mean(), ${state.start[1]} * x.std()`,
      }),
    }),
});
