// The cost over one parameter: the parabola, the staircase, the tangent.

import { ACROSS, BOX, path, polyline, set, UP } from "../draw.js";
import { inside, linear, ticks, window } from "../scales.js";
import { pathPanel } from "./path.js";

const { round } = Math;

export function parabolaPanel(spec, { moveStart }) {
  const words = { title: "Cost J(θ₁)", x: "θ₁", y: "J", label: "Start θ₁", spell: ([a]) => a };
  const [curve, tangent] = [path("curve"), path("now", "line", "dashed")];
  const panel = pathPanel({ ...words, back: [curve, tangent], size: "dots" }, spec, moveStart);
  let sx;

  const draw = (s) => {
    const [theta0] = s.minimizer;
    const curvature = s.bowl[0].value;
    const J = (theta) => s.least + (curvature / 2) * (theta - theta0) ** 2;
    if (!panel.held()) {
      const reach = Math.max(...[s.start[0], s.target[0]].map((v) => Math.abs(v - theta0)), 0.25);
      sx = linear(window([theta0 - 1.2 * reach, theta0 + 1.2 * reach], 0.25), ACROSS);
    }
    const [a, b] = sx.domain;
    const high = Math.max(J(a), J(b), 1e-9);
    const sy = linear([-0.05 * high, 1.04 * high], UP);
    panel.scale(sx, sy, () => [ticks(a, b, 5), ticks(0, sy.domain[1], 5)]);
    const at = (theta, cost = J(theta)) => [sx(theta), sy(cost)];
    // A parabola is one quadratic Bézier curve.
    const bend = at((a + b) / 2, J(a) + (curvature * (a - theta0) * (b - a)) / 2);
    set(curve, { d: `M${at(a).map(round).join(" ")}Q${[...bend, ...at(b)].map(round).join(" ")}` });
    const [visited, line] = [[], []];
    s.thetas.forEach(([theta], k) => {
      const [x, y] = at(theta, s.costs[k]);
      if (k) line.push(x, line.at(-1));
      line.push(x, y);
      visited.push(x, y);
    });
    panel.draw(s, [sx], { visited, line, marks: { minimizer: at(theta0), truth: at(s.target[0]) } });
    const [theta] = s.thetas.at(-1);
    const slope = (v) => at(v, s.costs.at(-1) + s.gradient[0] * (v - theta));
    set(tangent, { d: inside(...visited.slice(-2), BOX) ? polyline([...slope(a), ...slope(b)]) : "" });
  };
  return { ...panel, draw };
}
