// What in a picture is too faint: text under 4.5:1, lines and marks under 3:1, against the paper, and against
// each shade of a surface on whose axes they are; a mark with a casing, against that.
// Paper is not looked at: a shape without outline in its colour, a surface, its colour bar and the boxes of texts on it, the
// halo around the live points.
([picture, paper]) => {
  const channels = (colour) => {
    if (!/^rgba?\(/.test(colour)) throw new Error(`cannot tell the contrast of the colour ${colour}`);
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (colour, opacity, ground) => {
    const { rgb, a } = channels(colour);
    const under = channels(ground).rgb;
    const mixed = rgb.map((c, i) => c * a * opacity + under[i] * (1 - a * opacity));
    const [dark, light] = [luminance(mixed), luminance(under)].sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };
  const filled = (shape) => getComputedStyle(shape).fill;
  // What lies on a surface is in the same axes, in Matplotlib's pictures, or in the same drawing, in live ones.
  const BANDS = '[id^="QuadContourSet"] path, .g-high, .g-low';
  const BAR = '[id^="QuadMesh"] path, [id^="patch"]:has(+ [id^="QuadMesh"]) path'; // with its pointed end
  const PLOT = '[id^="axes_"], .panel > svg';
  const shadesOf = (part) => new Set([...(part?.querySelectorAll(BANDS) ?? [])].map(filled).filter((fill) => fill !== "none"));
  const AROUND = '[id^="matplotlib.axis"], [id^="legend"], [id^="patch"], .g-axes, g[aria-hidden] > text';
  const grounds = (shape) => {
    const on = !shape.closest(AROUND) && [...shadesOf(shape.closest(PLOT))];
    return on.length ? on : [paper];
  };
  const faint = new Set();
  for (const shape of picture.querySelectorAll("path, use, line, rect, circle, ellipse, polyline, polygon, text")) {
    if (shape.closest("defs, clipPath, symbol, .g-handle, .g-paper") || shape.matches(`${BANDS}, ${BAR}`) || !shape.checkVisibility?.()) continue;
    const style = getComputedStyle(shape);
    if (style.visibility !== "visible") continue;
    let opacity = 1;
    for (let e = shape; e && e !== picture.parentNode; e = e.parentNode) opacity *= getComputedStyle(e).opacity;
    const isBox = shape.closest('[id^="text_"] [id^="patch"]');
    const isText = !isBox && (shape.matches("text") || shape.closest('[id^="text_"]'));
    const outlined = style.stroke !== "none" && parseFloat(style.strokeWidth) > 0;
    if (isBox && shadesOf(shape.closest(PLOT)).has(style.fill)) continue;
    const against = (ground) => {
      const fill = style.fill === "none" ? 1 : contrast(style.fill, opacity * style.fillOpacity, ground);
      const stroke = outlined ? contrast(style.stroke, opacity * style.strokeOpacity, ground) : 1;
      const cased = outlined && style.fill !== "none" ? contrast(style.fill, 1, style.stroke) : 1;
      return isText ? fill : Math.max(fill, stroke, cased);
    };
    const best = Math.min(...grounds(shape).map(against));
    if (style.fill !== "none" && contrast(style.fill, opacity * style.fillOpacity, paper) < 1.01 && style.stroke === "none" && !isText) continue;
    const needed = isText ? 4.5 : 3;
    if (best < needed) {
      const inside = shape.closest("[id]")?.id || shape.getAttribute("class") || shape.tagName;
      const what = `${isText ? "text" : "line"} of ${best.toFixed(2)}:1 in ${inside}`;
      faint.add(what);
    }
  }
  return [...faint];
}
