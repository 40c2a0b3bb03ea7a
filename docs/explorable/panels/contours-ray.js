// Contours with the ray from where the descent is, against the gradient, and the rates that are tried on it.

import { mark, path, polyline, set, shape } from "../draw.js";
import { contourPanel } from "./contours.js";
import { segments } from "./surface.js";

const FAR = 1e5; // beyond every edge

export function rayContours(spec, moves) {
  const legend = [["truth", "★", "minimiser"], ["danger", "✕", "refused"], ["path", "●", "taken"]];
  const panel = contourPanel(spec, moves, legend);
  const [ray, refused, accepted] = [path("ink", "line", "dashed"), path("danger", "mark"), mark("now", "path", "mark")];
  panel.fill(ray, refused, accepted.root);

  const draw = (s) => panel.draw(s, (at) => {
    const { gradient: [a, b], trials, next } = s;
    const theta = s.thetas.at(-1);
    const [x, y] = at(theta);
    const [u, v] = at(theta.map((value, j) => value - s.gradient[j])).map((end, j) => end - [x, y][j]);
    const length = Math.hypot(u, v);
    const line = length > 0 ? [x, y, x + (u / length) * FAR, y + (v / length) * FAR] : [];
    set(ray, { d: polyline(line) });
    const crosses = trials.filter((trial) => !trial.accepted).map(({ alpha }) => shape("cross", ...at([theta[0] - alpha * a, theta[1] - alpha * b])));
    set(refused, { d: crosses.join("") });
    accepted.place(...(s.rate ? at(next) : [NaN, NaN]));
    return segments(line);
  });
  return { ...panel, draw };
}
