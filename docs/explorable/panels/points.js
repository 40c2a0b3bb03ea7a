// Points of a panel that can be chosen one by one, by the keyboard too: one of them is in the order of Tab.

import { handle, node, set } from "../draw.js";
import { clamp } from "../scales.js";

// `follow(i)` puts a point where it is, once it is used; `press(key, i)` may know more keys, and says whether it did.
export function handles(root, count, { name, label, follow, press = () => false }) {
  const points = Array.from({ length: count }, (_, i) => handle(`${name} ${i + 1} of ${count}`));
  const group = node("g", { role: "group", "aria-label": label }, ...points);
  root.append(group);
  const choose = (i) => points.forEach((point, j) => set(point, { tabindex: i === j ? "0" : "-1" }));
  choose(0);
  group.addEventListener("focusin", (event) => {
    const i = points.indexOf(event.target);
    choose(i);
    follow(i);
  });
  group.addEventListener("keydown", (event) => {
    const i = points.indexOf(event.target);
    const to = { PageUp: i - 1, PageDown: i + 1, Home: 0, End: count - 1 }[event.key];
    if (to !== undefined) points[clamp(to, 0, count - 1)].focus();
    else if (!press(event.key, i)) return;
    event.preventDefault();
  });
  return points;
}
