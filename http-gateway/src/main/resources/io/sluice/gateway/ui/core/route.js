// Where the page is: a view, what it is of, and its state, all in the part of the address after the #.

import { store } from "./store.js";

export const place = store(read());

window.addEventListener("hashchange", () => place.set(read()));

function read() {
  const [path, search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...of] = path.split("/").filter(Boolean).map(decoded);
  return { view: view || "overview", of, query: Object.fromEntries(new URLSearchParams(search)) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a view. */
export function href(view, of = [], query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return "#/" + [view, ...of].map(encodeURIComponent).join("/") + (search ? "?" + search : "");
}

export function go(view, of, query) {
  location.hash = href(view, of, query);
}

/** Changes the state of the view that is shown; no step back leads to what it was before. */
export function change(query) {
  const { view, of, query: now } = place.get();
  history.replaceState(null, "", href(view, of, { ...now, ...query }));
  place.set(read());
}
