// Shows the view that the address names, and draws it again every few seconds.

import { keepToken, token } from "./api.js";
import { batch, batches } from "./batches.js";
import { events } from "./events.js";
import { queue } from "./queue.js";
import { queues } from "./queues.js";
import { task } from "./task.js";
import { workers } from "./workers.js";

const AGAIN_MILLIS = 3000;
const VIEWS = { queues, queue, task, batches, batch, workers, events };

const main = document.getElementById("main");
const notice = document.getElementById("notice");
const input = document.getElementById("token");

let shown = new AbortController();
let timer = 0;

/** The parts of the address; a view and what it is of. */
function place() {
  const parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  return parts[0] in VIEWS ? parts : ["queues"];
}

async function show(moved) {
  shown.abort();
  shown = new AbortController();
  clearTimeout(timer);
  const { signal } = shown;
  const [view, ...of] = place();
  try {
    const drawn = await VIEWS[view](of, signal, done);
    if (signal.aborted) return;
    draw(drawn.filter(Boolean), moved);
    if (moved || notice.classList.contains("bad")) say("");
  } catch (error) {
    if (signal.aborted) return;
    if (moved) main.replaceChildren();
    say(error.status === 401 ? "The gateway wants a token." : error.message, true);
    // Asked again and again it would count as a guess each time.
    if (error.status === 401) return moved && input.focus();
  }
  if (view !== "events") timer = setTimeout(() => show(false), AGAIN_MILLIS);
}

/** Puts the new in place of the old. Whoever was at a link or a button is there again. */
function draw(drawn, moved) {
  const at = moved ? -1 : reachable().indexOf(document.activeElement);
  main.replaceChildren(...drawn);
  mark();
  if (moved && document.activeElement !== input) main.focus({ preventScroll: true });
  else if (at >= 0) reachable()[at]?.focus({ preventScroll: true });
}

function reachable() {
  return [...main.querySelectorAll("a, button, pre")];
}

function mark() {
  for (const one of document.querySelectorAll("header nav a")) {
    if (one.hash === "#/" + place()[0]) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
}

/** Waits for an act, tells what came of it, and shows how things are now. */
async function done(acting, text) {
  try {
    await acting;
    await show(false);
    say(text);
  } catch (error) {
    say(error.message, true);
  }
}

function say(text, bad = false) {
  notice.textContent = text;
  notice.classList.toggle("bad", bad);
}

document.getElementById("access").addEventListener("submit", (event) => {
  event.preventDefault();
  keepToken(input.value.trim());
  input.value = "";
  show(true);
});
document.getElementById("forget").addEventListener("click", () => {
  keepToken("");
  show(true);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show(true));
document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : place()[0] !== "events" && show(false));
input.placeholder = token() ? "in use" : "none";
show(true);
