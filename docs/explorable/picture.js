// Panels as one SVG file that needs no style sheet: what CSS gives is written into attributes.

import { html } from "./controls.js";
import { HEIGHT, node, set, WIDTH } from "./draw.js";

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "visibility", "paint-order", "vector-effect",
];

function copy(live) {
  const still = live.cloneNode(true);
  const originals = [live, ...live.querySelectorAll("*")];
  const copies = [still, ...still.querySelectorAll("*")];
  copies.forEach((target, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of STYLES) target.setAttribute(name, style.getPropertyValue(name));
  });
  still.querySelectorAll(".g-handle").forEach((unseen) => unseen.remove());
  for (const target of copies) {
    for (const name of [...target.getAttributeNames()]) {
      if (/^(aria-|class|role|style|tabindex)/.test(name)) target.removeAttribute(name);
    }
  }
  return still;
}

export function picture(panels, title) {
  const background = getComputedStyle(document.body).backgroundColor;
  const size = { width: WIDTH * panels.length, height: HEIGHT };
  const root = node("svg", { width: size.width / 10, height: size.height / 10, viewBox: `0 0 ${size.width} ${size.height}`, "font-family": "sans-serif" },
    node("title", {}, title),
    node("rect", { ...size, fill: background }),
    ...panels.map((panel, i) => set(copy(panel), { x: i * WIDTH, y: 0, width: WIDTH, height: HEIGHT })),
  );
  return `${new XMLSerializer().serializeToString(root)}\n`;
}

export function save(name, svg) {
  const blob = new Blob([svg], { type: "image/svg+xml" });
  const link = html("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
