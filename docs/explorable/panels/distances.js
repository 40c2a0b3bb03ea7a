// How far the minimiser is after each step, how far it can be by the gradient, and how long the step was, on a logarithmic axis;
// the tolerance, and where each rule stops.

import { ACROSS, BOX, frame, mark, path, polyline, set, UP } from "../draw.js";
import { decades, extent, linear, log, power, ticks } from "../scales.js";

const { left, right, bottom } = BOX;
const [LEAST, MOST] = [1e-12, 1e6]; // of the first error: what is off the chart

export function distancesPanel() {
  const legend = [["truth", "─", "error"], ["ink", "┄▽", "bound"], ["path", "─▼", "step"], ["ink", "─", "tolerance"]];
  const panel = frame({ title: "Distances after each step", x: "step", y: "", legend });
  const level = path("ink", "line", "faint");
  const lines = [path("path", "line"), path("truth", "line", "thick"), path("ink", "line", "dashed")];
  const falls = [path("ink", "line", "faint"), path("path", "line", "faint")];
  const stopped = [mark("pin", "ink", "hollow"), mark("pin", "path", "mark")];
  const now = mark("now", "now", "mark");
  panel.fill(level, ...lines, ...falls, now.root, ...stopped.map(({ root }) => root));

  const draw = (s) => {
    const { lengths, errors, bounds, tolerance, stops } = s;
    const first = errors[0] > 0 ? errors[0] : 1;
    const drawn = [...errors, ...bounds, ...lengths, tolerance].filter((v) => v > first * LEAST && v < first * MOST);
    const [low, high] = extent([first, ...drawn]).map(Math.log10);
    const domain = [10 ** Math.floor(low), 10 ** Math.ceil(high + 0.01)];
    // To where the last of the errors is on the chart.
    const last = Math.max(s.steps, errors.findLastIndex((v) => v >= domain[0] && v <= domain[1]));
    const far = [25, 50, 100, 200].find((k) => k >= last) ?? errors.length - 1;
    const sx = linear([0, far], ACROSS);
    const sy = log(domain, UP);
    panel.scale(sx, sy, () => [ticks(0, far, 5), decades(domain, 6)], (v) => power(Math.round(Math.log10(v))));
    const height = (v) => (v > 0 ? sy(v) : bottom + 1e5);
    [lengths, errors, bounds].forEach((values, i) => {
      const points = [];
      values.forEach((v, k) => (k || i) && points.push(sx(k), height(v)));
      set(lines[i], { d: polyline(points) });
    });
    const y = height(tolerance);
    set(level, { d: polyline([left, y, right, y]) });
    now.place(sx(s.steps), height(errors[s.steps]));
    // From the tolerance, which the rule has met, to the true distance.
    [stops.gradient, stops.step].forEach((k, i) => {
      const [x, high] = k === null ? [NaN, NaN] : [sx(k), height(errors[k])];
      stopped[i].place(x, high);
      set(falls[i], { d: k === null ? "" : polyline([x, y, x, high]) });
    });
    set(panel.legend[1], { display: s.flat ? "none" : "inline" });
    // Said where the errors are not.
    const below = errors[s.steps] < domain[0];
    const above = errors.some((v) => !(v <= domain[1])) && "above the chart";
    panel.say(() => above || (below && "below the chart"), below);
  };
  return { ...panel, draw };
}
