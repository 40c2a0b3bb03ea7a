// J after each step.

import { ACROSS, BOX, dots, frame, mark, path, polyline, set, UP } from "../draw.js";
import { decades, extent, linear, log, power, ticks, window } from "../scales.js";

const { left, right, top, bottom } = BOX;
// The chart is one of so many decades deep. Costs this far below the first are off it.
const DEPTHS = [2, 4, 6, 10, 15, 21];
const DEEPEST = 14;

// The axis of J: its scale, its ticks, and how these are called. One of powers of ten,
function decimal(costs) {
  const first = costs[0] > 0 ? costs[0] : 1;
  const drawn = costs.filter((J) => J > first * 10 ** -DEEPEST && J <= first * 1e6);
  const [low, high] = extent([first, ...drawn]).map(Math.log10);
  const upper = Math.ceil(high + 0.01);
  const lower = upper - DEPTHS.find((depth) => depth >= upper - low - 0.01);
  const domain = [10 ** lower, 10 ** upper];
  return { sy: log(domain, UP), places: () => decades(domain, 6), name: (v) => power(Math.round(Math.log10(v))) };
}

// and one of even steps, for a cost whose least value is not much less than the first.
export function even(costs, least) {
  const [low, high] = window(extent([...costs.filter((J) => J <= 3 * costs[0]), least ?? 0]), 0.01);
  return { sy: linear([low, high], UP), places: () => ticks(low, high, 5) };
}

// A dashed line has a name; `line(s)` gives where it begins and by how many powers of ten it rises in a step.
export function historyPanel(named, line, axis = decimal) {
  const legend = [["path", "●", "J"], ["now", "●", "now"], ["ink", "┄", named]];
  const panel = frame({ title: "Cost after each step", x: "step", y: "J", legend });
  const law = path("ink", "line", "dashed");
  const trail = path("path", "line");
  const marks = path("path", "line", "dots");
  const now = mark("now", "now", "mark");
  panel.fill(law, trail, marks, now.root);

  const draw = (s) => {
    const { sy, places, name } = axis(s.costs, s.least);
    const { domain } = sy;
    const steps = s.costs.length - 1;
    const far = [10, 20, 50, 100].find((v) => v >= steps) ?? steps;
    const sx = linear([0, far], ACROSS);
    panel.scale(sx, sy, () => [ticks(0, far, 5), places()], name);
    const height = (J) => (J > 0 || domain[0] < 0 ? sy(J) : bottom + 1e5);
    const visited = [];
    s.costs.forEach((J, k) => visited.push(sx(k), height(J)));
    set(trail, { d: polyline(visited) });
    set(marks, { d: dots(visited) });
    now.place(...visited.slice(-2));
    const [begin, rise] = line(s);
    const level = height(begin);
    const climb = rise && (far * rise * (bottom - top)) / Math.log10(domain[1] / domain[0]);
    const predicted = polyline([left, level, right, level - climb]);
    set(law, { d: predicted });
    set(panel.legend.at(-1), { display: predicted ? "inline" : "none" });
    // Said where the costs are not.
    const below = s.costs[steps] < domain[0];
    const above = s.costs.some((J) => !(J <= domain[1])) && "above the chart";
    panel.say(() => above || (below && "below the chart"), below);
  };
  return { ...panel, draw };
}
