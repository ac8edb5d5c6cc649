// What happens, as it happens. Newest first, and never more than a screen or two of it.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { follow, stream } from "../core/events.js";
import { paused } from "../core/live.js";
import { change } from "../core/route.js";
import { useQueues } from "../core/samples.js";
import { useStore } from "../core/store.js";
import { Empty, Head, Link } from "../parts/bits.js";
import { Table } from "../parts/table.js";
import { clock, number, State } from "../parts/text.js";

const MOST_LINES = 300;
const SHOWN = 100;
const NAMES = ["ready", "running", "scheduled", "retrying", "succeeded", "dead", "cancelled", "expired", "progress", "gap"];

export function Events({ query }) {
  const [list, setList] = useState({ lines: [], held: [], seen: 0, missed: 0 });
  const [still, setStill] = useState(false);
  const off = useStore(paused);
  const holds = useRef(false);
  holds.current = still || off;
  const wanted = useRef(query);
  wanted.current = query;
  const counter = useRef(0);
  useEffect(() => follow((events, dropped) => setList((before) => {
    const fitting = events.filter((event) => fits(event, wanted.current)).map((event) => ({ ...event, key: ++counter.current })).reverse();
    const next = { ...before, seen: before.seen + events.length + dropped, missed: before.missed + dropped };
    return holds.current ? { ...next, held: [...fitting, ...before.held].slice(0, MOST_LINES) } : { ...next, lines: [...fitting, ...before.held, ...before.lines].slice(0, MOST_LINES), held: [] };
  })), []);
  useEffect(() => setList((before) => ({ ...before, lines: [], held: [] })), [query.queue, query.event, query.text]);
  const show = () => setList((before) => ({ ...before, lines: [...before.held, ...before.lines].slice(0, MOST_LINES), held: [] }));
  return html`<${Head} title="Events" under=${html`<span role="status">${useStore(stream)}</span>, ${number(list.seen)} so far${list.missed ? html`, of which ${number(list.missed)} were too many to show` : ""}`}>
      <button type="button" aria-pressed=${still} onClick=${() => { if (still) show(); setStill(!still); }}>${still ? "Go on" : "Hold"}</button>
      <button type="button" onClick=${() => setList((before) => ({ ...before, lines: [], held: [] }))}>Clear</button><//>
    <${Filters} query=${query} />
    <div class="above"><button type="button" class="fresh" hidden=${!list.held.length} onClick=${show}>${list.held.length >= MOST_LINES ? MOST_LINES + " or more" : list.held.length} new</button></div>
    ${list.lines.length ? html`<${Table} label="Events" rows=${list.lines.slice(0, SHOWN)} keyOf=${(line) => line.key} columns=${COLUMNS} />` : html`<${Empty}>Nothing yet${query.queue || query.event || query.text ? " that fits the filters" : ""}.<//>`}`;
}

const COLUMNS = [
  { name: "time", show: (line) => clock(new Date(line.task.at ?? line.arrived)) },
  { name: "event", show: (line) => html`<${State} name=${line.name} />` },
  { name: "queue", show: (line) => (line.task.queue ? html`<${Link} view="queue" of=${[line.task.queue]}>${line.task.queue}<//>` : "") },
  { name: "task", show: (line) => (line.task.id && line.task.queue ? html`<${Link} class="mono" view="task" of=${[line.task.queue, line.task.id]}>${line.task.id}<//>` : "") },
  { name: "type", show: (line) => line.task.type ?? "" },
  { name: "more", kind: "long", show: more },
];

function more({ name, task }) {
  if (name === "gap") return "events may be missing here: " + task.reason;
  if (name === "progress") return (task.fraction === undefined ? "" : Math.round(task.fraction * 100) + " % ") + (task.message ?? "");
  if (task.failure && (name === "retrying" || name === "dead")) return "attempt " + task.attempt + ": " + task.failure.type + ": " + task.failure.message;
  return task.worker && name === "running" ? "on " + task.worker : "";
}

function fits({ name, task, data }, { queue, event, text }) {
  return (!queue || task.queue === queue) && (!event || name === event) && (!text || data.toLowerCase().includes(text.toLowerCase()));
}

function Filters({ query }) {
  const { items } = useQueues();
  const choice = (name, label, values) => html`<label class="field"><span>${label}</span><select value=${query[name] ?? ""} onChange=${(event) => change({ [name]: event.target.value })}>
    <option value="">all</option>${values.map((value) => html`<option key=${value} value=${value} selected=${value === query[name]}>${value}</option>`)}</select></label>`;
  return html`<div class="filters">${choice("queue", "Queue", (items ?? []).map((item) => item.queue))}${choice("event", "Event", NAMES)}
    <label class="field"><span>Has the text</span><input value=${query.text ?? ""} autocomplete="off" spellcheck="false" onInput=${(event) => change({ text: event.target.value })} /></label></div>`;
}
