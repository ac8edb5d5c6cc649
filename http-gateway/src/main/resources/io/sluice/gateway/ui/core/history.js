// What charts show: the history that the gateway keeps, or, of an older gateway, what this tab has seen.

import { useEffect } from "../vendor/preact-htm.js";
import { get, query, refusal } from "./http.js";
import { useLive } from "./live.js";
import { samples, useQueues } from "./samples.js";
import { store, useStore } from "./store.js";

/** Whether the gateway keeps a history; null until it was asked. The same version has a ledger, and lists by error and age. */
export const newer = store(null);

export const STEPS = { "1s": ["5 minutes", 1], "10s": ["1 hour", 10], "1m": ["1 day", 60] };

/** Whether it does, for a view that asks for no history itself. */
export function useNewer() {
  useEffect(learnNewer, []);
  return useStore(newer) === true;
}

/** Asks once, and again when a token was refused before. */
function learnNewer() {
  if (newer.get() === null) load("", "10s").catch(() => {});
}

refusal.listen((text) => text || learnNewer());

/** Series by name over times in seconds, of one queue or of all; and where they come from. */
export function useHistory(queue, step) {
  const knows = useStore(newer);
  const looked = useQueues();
  const kept = useLive((signal) => load(queue, step, signal), [queue, step, knows === false], knows === false ? 0 : step === "1s" ? 2000 : 5000);
  if (kept.value) return kept.value;
  return knows === false ? ofTab(queue, looked.at) : { source: "none", times: [], series: {}, error: kept.error };
}

async function load(queue, step, signal) {
  if (newer.get() === false) return null;
  try {
    const history = await get("v1/history" + query({ queue, step }), signal);
    newer.set(true);
    return ofGateway(history, STEPS[step][1]);
  } catch (error) {
    if (error.status !== 404 || error.code === "unknown_queue") throw error;
    newer.set(false);
    return null;
  }
}

function ofGateway(history, seconds) {
  const from = Date.parse(history.from) / 1000;
  const count = history.enqueued.length;
  // The last step is still going on: its counts would look like a fall.
  const whole = Math.max(0, count - 1);
  const cut = (values) => values.slice(0, whole);
  const perSecond = (values) => cut(values).map((value) => value / seconds);
  return {
    source: "gateway",
    times: Array.from({ length: whole }, (_, i) => from + i * seconds),
    series: {
      enqueued: perSecond(history.enqueued), succeeded: perSecond(history.succeeded),
      failed: perSecond(history.failed), dead: perSecond(history.dead),
      backlog: cut(history.backlog), running: cut(history.running),
      ...percentiles("wait", history.wait, cut), ...percentiles("run", history.run, cut),
    },
  };
}

function percentiles(name, of, cut) {
  return { [name + "50"]: cut(of.p50Ms), [name + "95"]: cut(of.p95Ms), [name + "99"]: cut(of.p99Ms) };
}

function ofTab(queue) {
  const ring = samples(queue);
  const column = (name) => ring.map((sample) => sample[name]);
  return {
    source: "tab",
    times: column("at"),
    series: {
      enqueued: column("acceptedRate"), succeeded: column("succeededRate"), dead: column("deadRate"),
      failed: ring.map((sample) => sample.retriedRate + sample.deadRate),
      backlog: column("ready"), running: column("running"), oldest: column("oldest"),
    },
  };
}
