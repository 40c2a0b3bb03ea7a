// The cost over two parameters: its contours, which are ellipses, and the path across them.

import { ACROSS, arrowhead, BOX, node, path, set, UP } from "../draw.js";
import { extent, linear, ticks, window } from "../scales.js";
import { pathPanel } from "./path.js";

const { left, right, top, bottom } = BOX;
const { round } = Math;
const RINGS = 9;

export function contourPanel(spec, { moveStart }) {
  const words = { title: "Contours of J(θ₀, θ₁)", x: "θ₀", y: "θ₁", label: "Start θ₀, θ₁", spell: ([a, b]) => `θ₀ ${a}, θ₁ ${b}` };
  const size = { width: right - left, height: bottom - top };
  const rings = path("curve");
  const cut = node("svg", { x: left, y: top, ...size, viewBox: `${left} ${top} ${size.width} ${size.height}`, "aria-hidden": "true" }, rings);
  const panel = pathPanel({ ...words, size: "small" }, spec, moveStart);
  panel.root.prepend(cut); // before all else: what is cut divides the layers of paint
  let sx, sy;

  const look = (s) => {
    // All of a path that converges, and of one that does not what is no further than its start.
    const away = ([a, b]) => Math.hypot(a - s.minimizer[0], b - s.minimizer[1]);
    const near = s.thetas.filter((theta) => away(theta) <= 1.01 * away(s.start));
    const points = [s.start, s.minimizer, s.target, ...near];
    const [across, up] = [0, 1].map((j) => extent(points.map((theta) => theta[j])));
    const ratio = (right - left) / (bottom - top);
    const half = 0.62 * Math.max(up[1] - up[0], (across[1] - across[0]) / ratio, 0.5);
    const middle = (v) => (v[0] + v[1]) / 2;
    const [low, high] = window([middle(up) - half, middle(up) + half], 0.5);
    sy = linear([low, high], UP);
    // The same scale on both axes.
    const wide = ((high - low) / 2) * ratio;
    const grid = (high - low) / 10;
    const centre = round(middle(across) / grid) * grid;
    sx = linear([centre - wide, centre + wide], ACROSS);
  };

  const draw = (s) => {
    if (!panel.held()) look(s);
    panel.scale(sx, sy, () => [ticks(...sx.domain, 6), ticks(...sy.domain, 5)]);
    const at = ([a, b]) => [sx(a), sy(b)];
    const [steep, flat] = s.bowl;
    const [cx, cy] = at(s.minimizer);
    const [u, v] = steep.direction;
    const angle = ((-Math.atan2(v, u) * 180) / Math.PI).toFixed(3);
    const narrow = Math.hypot(right - left, bottom - top) / 2 / RINGS;
    const long = Math.min(Math.sqrt(steep.value / flat.value), 1e4);
    // Two halves, from tip to tip of the narrow axis; radii too small are made to fit, in proportion.
    const arc = `a1 ${long.toFixed(4)} ${angle} 0 1`;
    let d = "";
    for (let i = 1; i <= RINGS; i++) {
      const [dx, dy] = [round(narrow * i * u), round(-narrow * i * v)];
      d += `M${round(cx) + dx} ${round(cy) + dy}${arc} ${-2 * dx} ${-2 * dy}${arc} ${2 * dx} ${2 * dy}Z`;
    }
    set(rings, { d });
    const visited = [];
    for (const [a, b] of s.thetas) visited.push(sx(a), sy(b));
    panel.draw(s, [sx, sy], { visited, marks: { minimizer: [cx, cy], truth: at(s.target) } });
    let arrows = "";
    for (let i = 2; i < visited.length; i += 2) arrows += arrowhead(visited[i - 2], visited[i - 1], visited[i], visited[i + 1]);
    set(panel.heads, { d: arrows });
  };
  return { ...panel, draw };
}
