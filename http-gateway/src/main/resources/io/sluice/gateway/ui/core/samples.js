// A look at all queues every two seconds, shared by all views; and a ring of looks, from which this tab
// draws what the gateway has no history of.

import { useEffect } from "../vendor/preact-htm.js";
import { get, query, refusal } from "./http.js";
import { paused } from "./live.js";
import { store, useStore } from "./store.js";

const EVERY_MILLIS = 2000;
const MOST_PAGES = 10;
const PAGE = 200;

/** Of the first look: something is to be seen soon. */
const FIRST_PAGE = 50;

/** In which that is drawn before more is asked for. */
const DRAWN_MILLIS = 150;
const RING = 300;
const MOST_RINGS = 300;
const FLOWS = ["accepted", "succeeded", "retried", "dead", "ended"];
const COUNTS = ["ready", "running", "scheduled", "retrying", "dead"];

/**
 * The queues, when they were looked at, whether these are all, whether the first look still goes on;
 * and the error of the last look.
 */
export const queues = store({ items: undefined, at: 0, complete: true, reading: true, error: null });

/** By name of a queue, "" for all: its looks, oldest first. */
const rings = new Map();
let users = 0;
let timer = 0;
let asking = false;

/** The queues, as long as a view uses them. */
export function useQueues() {
  useEffect(() => {
    users++;
    if (users === 1) look();
    return () => {
      users--;
      if (users === 0) clearTimeout(timer);
    };
  }, []);
  return useStore(queues);
}

export async function look(wanted = false) {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  try {
    if (wanted || !queues.get().items || !(paused.get() || document.hidden)) await take();
  } catch (error) {
    queues.set({ ...queues.get(), error });
  } finally {
    asking = false;
  }
  if (users > 0 && !refusal.get()) timer = setTimeout(look, EVERY_MILLIS);
}

refusal.listen((text) => !text && users > 0 && look(true));

async function take() {
  const items = [];
  let cursor;
  let pages = 0;
  do {
    const first = queues.get().reading;
    const page = await get("v1/queues" + query({ limit: first && !cursor ? FIRST_PAGE : PAGE, cursor }));
    items.push(...page.items);
    cursor = page.nextCursor;
    pages++;
    // The first look shows what it has; a later one changes all figures at once.
    if (cursor && first) {
      queues.set({ ...queues.get(), items: [...items] });
      if (pages === 1) await new Promise((drawn) => setTimeout(drawn, DRAWN_MILLIS));
    }
  } while (cursor && pages <= MOST_PAGES);
  const at = Date.now();
  keep("", at, sum(items));
  for (const item of items.slice(0, MOST_RINGS)) keep(item.queue, at, item);
  queues.set({ items, at, complete: !cursor, reading: false, error: null });
}

function keep(name, at, { counts, rates, oldestReadyAgeMs }) {
  const ring = rings.get(name) ?? [];
  const sample = { at: at / 1000, oldest: (oldestReadyAgeMs ?? 0) / 1000 };
  for (const flow of FLOWS) sample[flow + "Rate"] = rates?.[flow] ?? 0;
  for (const count of COUNTS) sample[count] = counts[count];
  ring.push(sample);
  if (ring.length > RING) ring.shift();
  rings.set(name, ring);
}

/** What the queues are together. */
export function sum(items) {
  const counts = {};
  const rates = {};
  const totals = {};
  let oldestReadyAgeMs = 0;
  let workers = 0;
  for (const item of items) {
    add(counts, item.counts);
    add(rates, item.rates ?? {});
    add(totals, item.totals ?? {});
    workers += item.workers ?? 0;
    oldestReadyAgeMs = Math.max(oldestReadyAgeMs, item.oldestReadyAgeMs ?? 0);
  }
  for (const count of COUNTS) counts[count] ??= 0;
  return { counts, rates, totals, oldestReadyAgeMs, workers };
}

function add(into, from) {
  for (const [name, value] of Object.entries(from)) into[name] = (into[name] ?? 0) + value;
}

/** The looks at one queue, or at all. */
export function samples(queue = "") {
  return rings.get(queue) ?? [];
}
