// Builds what is shown. Text only ever gets in as text, so nothing that a task holds can be markup.

/** An element; `has` are attributes, functions are listeners, `inside` are elements and texts. */
export function el(name, has = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(has)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(Infinity).filter((one) => one !== null && one !== undefined).map(node));
  return made;
}

function node(one) {
  return one instanceof Node ? one : document.createTextNode(String(one));
}

/** A table; a column is [title, row => content, isNumber]. */
export function table(caption, columns, rows) {
  const head = columns.map(([title, , number]) => el("th", { scope: "col", class: number && "number" }, title));
  const body = rows.map((row) =>
    el("tr", {}, columns.map(([, show, number]) => el("td", { class: number && "number" }, show(row)))));
  return el("div", { class: "wide" },
    el("table", { "aria-label": caption }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)),
    rows.length === 0 ? el("p", { class: "soft" }, "none") : null);
}

/** A list of names and values; values that are not there are left out. */
export function facts(pairs) {
  return el("dl", {}, pairs
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** A button for an act on the server; it cannot be pressed twice at once. */
export function act(title, run) {
  const button = el("button", { type: "button", click: async () => {
    button.disabled = true;
    try { await run(); } finally { button.disabled = false; }
  } }, title);
  return button;
}

export function link(to, text) {
  return el("a", { href: "#/" + to.map(encodeURIComponent).join("/") }, text);
}

/** A state with its colour. */
export function state(name) {
  return el("span", { class: name }, name);
}

/** An instant as people here read it; the exact one is in its title. */
export function time(text) {
  return text ? el("time", { datetime: text, title: text }, new Date(text).toLocaleString()) : "";
}

export function age(millis) {
  const seconds = millis / 1000;
  if (!millis) return "";
  if (seconds < 60) return seconds.toFixed(1) + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min";
  return (seconds / 3600).toFixed(1) + " h";
}

export function percent(part) {
  return (part * 100).toFixed(1) + " %";
}

export function number(value) {
  return value === undefined ? "" : value.toLocaleString();
}
