// The data, and the line that each θ means. Points can be dragged.

import { ACROSS, BOX, draggable, frame, path, polyline, set, UP } from "../draw.js";
import { clamp, extent, fixed, linear, ticks, window } from "../scales.js";
import { handles } from "./points.js";

const { left, right, top, bottom } = BOX;
const { round } = Math;

export function dataPanel(count, { movePoint }) {
  const legend = [["ink", "●", "data"], ["path", "─", "steps"], ["now", "━", "now"], ["truth", "┄", "truth"]];
  const panel = frame({ title: "Data and fit lines", x: "x", y: "y", legend });
  const truth = path("truth", "line", "dashed");
  const lines = path("path", "line", "faint");
  const last = path("now", "line", "thick");
  const [halo, marks] = [path("paper", "line", "halo"), path("ink", "line", "points")];
  panel.fill(lines, truth, last, halo, marks);
  let sx, sy, seen;
  let held = false;

  const points = handles(panel.root, count, {
    name: "Data point",
    label: "Data points: arrows move one, Page Up and Page Down choose another",
    follow: (i) => follow(i),
  });
  draggable(panel.root, points, {
    grab: () => (held = true),
    move: (i, x, y) => movePoint(i, sx.invert(clamp(x, left, right)), sy.invert(clamp(y, top, bottom))),
    drop: () => { held = false; movePoint(); },
    nudge: (i, dx, dy) => movePoint(i, 0.02 * dx, 0.02 * dy, true),
  });

  // The handles are unseen, but for the one in use: they can follow with the words.
  const follow = (i) => {
    const [x, y] = [seen.x[i], seen.y[i]];
    const [low, high] = sy.domain.map((v) => v.toFixed(2));
    set(points[i], {
      cx: round(sx(x)), cy: round(sy(y)),
      "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": y.toFixed(2), "aria-valuetext": `x ${fixed(x, 0.01)}, y ${fixed(y, 0.01)}`,
    });
  };
  const tell = () => points.forEach((_, i) => follow(i));

  const draw = (s) => {
    ({ seen } = s);
    if (!held) {
      sx = linear(window(extent(seen.x), 0.5), ACROSS);
      sy = linear(window(extent([...seen.y, 0]), 0.5), UP);
    }
    const rescaled = panel.scale(sx, sy, () => [ticks(...sx.domain, 5), ticks(...sy.domain, 5)]);
    const d = seen.x.map((x, i) => `M${round(sx(x))} ${round(sy(seen.y[i]))}h0`).join("");
    set(halo, { d });
    set(marks, { d });
    const used = points.indexOf(document.activeElement);
    if (rescaled) tell();
    else if (used >= 0) follow(used);
    const { thetas } = s;
    const [x0, x1] = sx.domain;
    const ends = (theta) => {
      const [a, b] = s.line(theta);
      return [left, sy(a + b * x0), right, sy(a + b * x1)];
    };
    let fan = "";
    let before;
    for (let k = 0; k + 1 < thetas.length; k++) {
      const line = ends(thetas[k]);
      // As many lines as can be told apart.
      if (before && Math.abs(line[1] - before[1]) < 15 && Math.abs(line[3] - before[3]) < 15) continue;
      fan += polyline(line);
      before = line;
    }
    set(lines, { d: fan });
    set(last, { d: polyline(ends(thetas.at(-1))) });
    set(truth, { d: polyline(ends(s.target)) });
  };
  return { ...panel, draw, tell };
}
