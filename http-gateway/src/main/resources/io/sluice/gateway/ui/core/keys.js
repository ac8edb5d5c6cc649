// Keys that lead to views. They are left to whoever types, and to those of the browser.

import { go } from "./route.js";

export const LEADS = {
  o: "overview", q: "queues", t: "tasks", d: "dead", s: "schedules",
  b: "batches", k: "bulk", w: "workers", e: "events", l: "reports", a: "about",
};

const SECOND_MILLIS = 1500;

let first = 0;

/** Calls help() for "?", search() for "/"; "g" and a letter lead to a view. */
export function listenToKeys({ help, search }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") help();
    else if (event.key === "/") search();
    else if (event.key === "g") first = Date.now();
    else if (Date.now() - first < SECOND_MILLIS && LEADS[event.key]) go(LEADS[event.key]);
    else return;
    if (event.key !== "g") first = 0;
    event.preventDefault();
  });
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}
