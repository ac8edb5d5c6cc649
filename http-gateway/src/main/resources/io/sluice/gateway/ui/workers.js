// The workers that are alive, with whatever the gateway says of them.

import { get } from "./api.js";
import { el, table } from "./dom.js";

export async function workers(unused, signal) {
  const { items } = await get("/v1/workers", signal);
  const names = [...new Set(items.flatMap(Object.keys))];
  return [
    el("h2", {}, "Workers"),
    table("Workers", names.map((name) => [name, (worker) => shown(worker[name])]), items),
  ];
}

function shown(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
