// The cost over two parameters: its surface, lighter the lower it is, contours with their values, and the path across. A panel that
// shows more has a legend of its own, puts it in `below` or fills it in, and draws it as it draws this, with `more(at, unit)`: it returns
// the segments that values keep off.

import { ACROSS, arrowhead, BOX, node, set, UP, write } from "../draw.js";
import { clip, extent, inside, linear, show, ticks, window } from "../scales.js";
import { pathPanel } from "./path.js";
import { BANDS, diagonals, GAP, LINES, MARK, opacity, rounded, segments } from "./surface.js";

const { left, right, top, bottom } = BOX;
const { abs, hypot, round, sqrt } = Math;
// Where on its contour a value can stand: on which side, and how far along, as a part of how far out.
const ALONG = [0.7, -0.7, 0, 1.5, -1.5, 3, -3, 5, -5, ...Array.from({ length: 40 }, (_, i) => (i % 2 ? -1 : 1) * (0.15 + 0.15 * (i >> 1)))];
const PLACES = ALONG.flatMap((along) => [[1, along], [-1, along]]);

// A circle around the origin, but for a gap of so much of a turn on both sides of an angle.
function ring(r, angle, gap) {
  const point = (turn) => [Math.cos(turn), Math.sin(turn)].map((v) => (r * v).toFixed(6)).join(" ");
  const [from, third] = [angle + gap, (2 * Math.PI - 2 * gap) / 3];
  return `M${point(from)}${[1, 2, 3].map((i) => `A${r} ${r} 0 0 1 ${point(from + i * third)}`).join("")}`;
}

export function contourPanel(spec, { moveStart }, legend) {
  const words = { legend, title: "Contours of J(θ₀, θ₁)", x: "θ₀", y: "θ₁", label: "Start θ₀, θ₁", spell: ([a, b]) => `θ₀ ${a}, θ₁ ${b}` };
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  // One round bowl, which is stretched to that of the cost. Each disc lets shine through of those around it what makes
  // even steps of colour.
  const discs = Array.from({ length: BANDS }, (_, i) => node("circle", { r: BANDS - i, class: "g-low", "fill-opacity": opacity(i) }));
  const lines = LINES.map(() => node("path", { class: "g-contour" }));
  const bowl = node("g", {}, ...discs, ...lines);
  const below = node("g");
  const values = LINES.map(() => node("text", { class: "g-value", "text-anchor": "middle" }));
  const cut = node("svg", { ...box, viewBox: Object.values(box).join(" "), "aria-hidden": "true" },
    node("rect", { ...box, class: "g-high" }), bowl, below, ...values);
  const panel = pathPanel({ ...words, size: "small" }, spec, moveStart);
  panel.root.prepend(cut); // before all else: what is cut divides the layers of paint
  const stands = LINES.map(() => PLACES[0]);
  let sx, sy;

  const look = (s) => {
    // All of a path that converges, and of one that does not what is no further than its start.
    const away = ([a, b]) => hypot(a - s.minimizer[0], b - s.minimizer[1]);
    const near = s.thetas.filter((theta) => away(theta) <= 1.01 * away(s.thetas[0]));
    const points = [s.thetas[0], s.minimizer, s.target, ...near];
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

  // The value of a contour stands in a gap of it, upright, off what is drawn and the other values; where it was, while it can.
  const put = (i, value, [cx, cy], [ux, uy], narrow, long, floor, drawn) => {
    const [r, text] = [LINES[i], show(value, 3)];
    const scale = Number(panel.root.style.getPropertyValue("--text-scale"));
    const [wide, high] = [34 * scale * text.length + GAP, 45 * scale + GAP];
    const [aside, above] = [wide + GAP, high + GAP]; // so that of a contour in a corner something is seen
    const room = { left: left + aside, right: right - aside, top: top + above, bottom: floor - above };
    const across = ([side, along]) => side * sqrt(Math.max(1 - (along / long) ** 2, 0));
    const at = (place) => {
      const [c, along] = [across(place), place[1]];
      return [cx + r * narrow * (c * ux + along * uy), cy + r * narrow * (c * uy - along * ux)];
    };
    const free = (place) => {
      if (abs(place[1]) >= long) return false;
      const [x, y] = at(place);
      const [c, out] = [across(place), place[1] / long ** 2];
      const reach = abs(c * ux + out * uy) * wide + abs(c * uy - out * ux) * high; // towards the next contour
      const own = { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
      return reach < 3 * narrow && inside(x, y, room) && !drawn.some((part) => clip(...part, own));
    };
    const found = [stands[i], ...PLACES].find(free);
    set(values[i], { display: found ? "inline" : "none" });
    if (!found) return set(lines[i], { d: ring(r, 0, 0) });
    stands[i] = found;
    const [x, y] = at(found);
    drawn.push(...diagonals([x, y], wide - GAP, high - GAP));
    write(values[i], text);
    set(values[i], { x: round(x), y: round(y + 40 * scale) });
    // Where the contour leaves the text, on its way.
    const [c, q] = [across(found), found[1] / long];
    const gap = Math.min(wide / abs(c * long * uy - q * ux), high / abs(c * long * ux + q * uy)) / (r * narrow);
    return set(lines[i], { d: ring(r, Math.atan2(q, c), gap) });
  };

  const draw = (s, more = () => []) => {
    if (!panel.held()) look(s);
    panel.scale(sx, sy, () => [ticks(...sx.domain, 6), ticks(...sy.domain, 5)]);
    const at = ([a, b]) => [sx(a), sy(b)];
    const [steep, flat] = s.bowl;
    const [u, v] = steep.direction;
    const middle = at(s.minimizer);
    // Half a unit, two and four and a half more than the least are round numbers, and one, two and three radii away.
    const scale = sx(1) - sx(0);
    const most = (0.9 * hypot(box.width, box.height)) / 2 / scale;
    const unit = rounded((steep.value * most * most) / 9);
    const narrow = (sqrt(unit / steep.value) / 3) * scale;
    const long = Math.min(sqrt(steep.value / flat.value), 1e4);
    const [a, b] = [narrow * u, -narrow * v];
    set(bowl, { transform: `matrix(${[a, b, b * long, -a * long, ...middle].map((n) => n.toFixed(3)).join(" ")})` });
    const visited = [];
    for (const [a, b] of s.thetas) visited.push(sx(a), sy(b));
    const gone = panel.draw(s, [sx, sy], { visited, marks: { minimizer: middle, truth: at(s.target) } });
    const marks = [middle, at(s.thetas[0]), at(s.thetas.at(-1))];
    const drawn = [...marks.flatMap((mark) => diagonals(mark, MARK, MARK)), ...segments(visited), ...more(at, scale)];
    const floor = bottom - (gone ? 220 : 0) * panel.root.style.getPropertyValue("--text-scale"); // a note is below it
    LINES.forEach((r, i) => put(i, s.least + (unit * r * r) / 18, middle, [u, -v], narrow, long, floor, drawn));
    let arrows = "";
    for (let i = 2; i < visited.length; i += 2) arrows += arrowhead(visited[i - 2], visited[i - 1], visited[i], visited[i + 1]);
    set(panel.heads, { d: arrows });
  };
  return { ...panel, below, draw };
}
