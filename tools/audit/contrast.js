// What in a picture is too faint: text under 4.5:1, lines and marks under 3:1, against the paper.
// Paper is not looked at: a shape without outline in its colour, and the halo around the live points.
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
  const ground = channels(paper).rgb;
  const contrast = (colour, opacity) => {
    const { rgb, a } = channels(colour);
    const mixed = rgb.map((c, i) => c * a * opacity + ground[i] * (1 - a * opacity));
    const [dark, light] = [luminance(mixed), luminance(ground)].sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };
  const faint = new Set();
  for (const shape of picture.querySelectorAll("path, use, line, rect, circle, ellipse, polyline, polygon, text")) {
    if (shape.closest("defs, clipPath, symbol, .g-handle, .g-paper") || !shape.checkVisibility?.()) continue;
    const style = getComputedStyle(shape);
    if (style.visibility !== "visible") continue;
    let opacity = 1;
    for (let e = shape; e && e !== picture.parentNode; e = e.parentNode) opacity *= getComputedStyle(e).opacity;
    const isText = shape.matches("text") || shape.closest('[id^="text_"]');
    const fill = style.fill === "none" ? 1 : contrast(style.fill, opacity * style.fillOpacity);
    const stroke = style.stroke === "none" || parseFloat(style.strokeWidth) === 0 ? 1 : contrast(style.stroke, opacity * style.strokeOpacity);
    const best = isText ? fill : Math.max(fill, stroke);
    if (fill < 1.01 && style.stroke === "none" && style.fill !== "none" && !isText) continue;
    const needed = isText ? 4.5 : 3;
    if (best < needed) {
      const inside = shape.closest("[id]")?.id || shape.getAttribute("class") || shape.tagName;
      const what = `${isText ? "text" : "line"} of ${best.toFixed(2)}:1 in ${inside}`;
      faint.add(what);
    }
  }
  return [...faint];
}
