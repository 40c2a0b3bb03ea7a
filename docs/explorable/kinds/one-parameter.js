// A line through the origin, fitted: J over its slope is a parabola.

import { leastSquares } from "../costs/least-squares.js";
import { starter, TELLS } from "../each.js";
import { Explorable } from "../element.js";
import { DRAWS, mover, scatter, script, solver } from "../line.js";
import { dataPanel } from "../panels/data.js";
import { historyPanel } from "../panels/history.js";
import { parabolaPanel } from "../panels/parabola.js";
import { rateTimes, telling } from "../words.js";

// JSON: the build reads it too, and draws the still figure (_ext/explorable/stills/one_parameter.py).
export const settings = {
  "steps": { "label": "Steps", "min": 0, "max": 100, "step": 1, "value": 19, "whole": true },
  "alpha": { "label": "Learning rate α", "min": 0.05, "max": 6, "step": 0.05, "value": 1.15, "least": 1e-9, "most": 1e9 },
  "start": { "label": ["Start θ₁"], "min": -1, "max": 2, "step": 0.05, "value": [0] },
  "truth": { "label": ["True θ₁"], "min": -1, "max": 2, "step": 0.05, "value": [0.5] },
  "noise": { "label": "Noise", "min": 0, "max": 0.5, "step": 0.05, "value": 0 },
  "moved": { "points": 20, "reach": 30, "value": {} }
};

const at = ([slope], x) => slope * x;

function ground(state) {
  const { x, y } = scatter(state, at);
  return { J: leastSquares({ columns: [x], y }), seen: { x, y }, x, y, target: state.truth, line: ([slope]) => [0, slope] };
}

Explorable.define("one-parameter", {
  settings,
  solve: solver(settings, ground),
  tells: TELLS,
  panels: (figure) => ({
    data: dataPanel(DRAWS.length, { movePoint: mover(figure, settings.moved, at) }),
    cost: parabolaPanel(settings.start, { moveStart: starter(figure, settings.start) }),
    // J − J(minimiser) shrinks by r² a step: a straight line.
    history: historyPanel("predicted", ({ costs, least, factors: [r] }) => [
      costs[0] - least,
      2 * Math.max(Math.log10(Math.abs(r)), -50),
    ]),
  }),
  places: ({ steepest, criticalRate }) => [
    { name: "1/λ", title: "One step", value: 1 / steepest },
    { name: "2/λ", title: "The critical rate", value: criticalRate, limit: true },
  ],
  ...telling(rateTimes("λ")),
  python: (state, solution) =>
    script(state, solution, { y: `${state.truth[0]} * x`, X: "x[:, np.newaxis]" }),
});
