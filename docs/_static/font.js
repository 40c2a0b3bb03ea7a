// Before all else, where there are formulas: ask for their font, for text moves when it comes late. Not
// from a folder on disk, where browsers refuse what is asked for ahead, and WebKit the font with it.
if (location.protocol !== "file:") {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
  link.href = new URL("stix-two-math.woff2", document.currentScript.src);
  document.head.append(link);
}
