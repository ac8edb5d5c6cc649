// The life of a task to scale: how long it waited, each attempt with its start, length and worker.

import { html } from "../vendor/preact-htm.js";
import { Table } from "../parts/table.js";
import { age, Exact } from "../parts/text.js";
import { shortType } from "./tasks.js";

const WIDTH = 1000;
const LEAST = 4;

export function Timeline({ view }) {
  const parts = partsOf(view, Date.now());
  const from = parts[0].from;
  const whole = Math.max(1, parts[parts.length - 1].to - from);
  const at = (instant) => ((instant - from) / whole) * WIDTH;
  return html`<svg class="timeline" viewBox="0 0 1000 34" preserveAspectRatio="none" role="img" aria-label=${"Timeline of " + age(whole)}>
      <line x1="0" x2="1000" y1="17" y2="17" />
      ${parts.map((part, i) => html`<rect key=${i} class=${part.kind} x=${Math.min(at(part.from), WIDTH - LEAST).toFixed(1)} y=${part.kind === "wait" ? 13 : 5}
        width=${Math.max(LEAST, at(part.to) - at(part.from)).toFixed(1)} height=${part.kind === "wait" ? 8 : 24}><title>${part.name + ", " + age(part.to - part.from)}</title></rect>`)}
    </svg>
    <${Table} label="Timeline" rows=${parts} keyOf=${(part) => part.from + part.name} columns=${[
      { name: "what", show: (part) => html`<i class=${"swatch " + part.kind} aria-hidden="true"></i>${part.name}` },
      { name: "from", show: (part) => html`<${Exact} at=${new Date(part.from).toISOString()} />` },
      { name: "took", number: true, show: (part) => age(part.to - part.from) + (part.open ? " so far" : "") },
      { name: "worker", show: (part) => part.worker ?? "" },
    ]} />`;
}

/** Waits and attempts, oldest first, without gaps. */
function partsOf(view, now) {
  const time = (text) => (text ? Date.parse(text) : undefined);
  const attempts = (view.failures ?? []).map((failure) => ({
    kind: "failed", name: "attempt failed: " + shortType(failure.type), worker: failure.worker,
    from: time(failure.startedAt) ?? time(failure.at) - (failure.durationMs ?? 0), to: time(failure.at),
  }));
  const started = time(view.startedAt);
  const told = attempts.some((attempt) => Math.abs(attempt.from - started) < 2);
  if (started !== undefined && !told && (view.state === "running" || view.finishedAt)) {
    attempts.push({ kind: view.state, name: view.state === "running" ? "attempt runs" : "last attempt: " + view.state, worker: view.worker,
      from: started, to: time(view.finishedAt) ?? Math.max(now, started), open: !view.finishedAt });
  }
  attempts.sort((one, other) => one.from - other.from);
  const parts = [];
  let last = time(view.createdAt);
  attempts.forEach((attempt, i) => {
    if (attempt.from > last) parts.push({ kind: "wait", name: i === 0 ? "waited" : "waited for the next attempt", from: last, to: attempt.from });
    parts.push({ ...attempt, to: Math.max(attempt.to, attempt.from) });
    last = Math.max(attempt.to, attempt.from);
  });
  if (!view.terminal && view.state !== "running") parts.push({ kind: "wait", name: "waits, " + view.state, from: last, to: Math.max(now, last), open: true });
  else if (!parts.length) parts.push({ kind: "wait", name: "waited, then " + view.state, from: last, to: Math.max(time(view.finishedAt) ?? now, last) });
  return parts;
}
