// The tasks of a queue in one state.

import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { useNewer } from "../core/history.js";
import { get } from "../core/http.js";
import { change, href, place } from "../core/route.js";
import { useSteady } from "../core/steady.js";
import { useStore } from "../core/store.js";
import { Act, Empty, Head, Missing, Stale, Tabs, TaskLink } from "../parts/bits.js";
import { PickQueue, usePicked } from "../parts/pick.js";
import { Table } from "../parts/table.js";
import { age, compact, counted, State, STATES, When } from "../parts/text.js";
import { ACTS, actOnAll, actOnMany, actsOf, listPath, progressOf, underWay } from "./acts.js";

const PAGE = 50;
const FILTERS = [["type", "Type"], ["tag", "Tag"], ["group", "Group"]];
const NEWER_FILTERS = [["error", "Error class"], ["olderThan", "Older than"], ["newerThan", "Newer than"]];

export function Tasks({ query }) {
  const { queue, queues, error } = usePicked((item) => item.counts.ready + item.counts.running);
  if (!queue) return html`<${Head} title="Tasks" />${queues ? html`<${Empty}>There is no queue yet.<//>` : html`<${Missing} error=${error} />`}`;
  const state = STATES.includes(query.state) ? query.state : "ready";
  const counts = queues?.find((item) => item.queue === queue)?.counts ?? {};
  return html`<${Head} title="Tasks" /><${Filters} query=${query} queue=${queue} queues=${queues} />
    <${Tabs} label="States" at=${state} tabs=${STATES.map((name) => [name, name, compact(counts[name])])} to=${(name) => href("tasks", [], { ...place.get().query, queue, state: name })} />
    <${List} key=${queue + "/" + state} queue=${queue} state=${state} query=${query} />`;
}

function Filters({ query, queue, queues }) {
  const newer = useNewer();
  const fields = newer ? [...FILTERS, ...NEWER_FILTERS] : FILTERS;
  return html`<div class="filters"><${PickQueue} queue=${queue} queues=${queues} />
    ${fields.map(([name, label]) => html`<${Filter} key=${name} name=${name} label=${label} value=${query[name] ?? ""} />`)}
    ${fields.some(([name]) => query[name]) ? html`<button type="button" class="link" onClick=${() => change(Object.fromEntries(fields.map(([name]) => [name, ""])))}>Clear filters</button>` : ""}</div>`;
}

/** Takes effect a moment after the last key, and never changes what is being typed. */
function Filter({ name, label, value }) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => change({ [name]: text }), 400);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    if (!value) setText("");
  }, [value]);
  return html`<label class="field"><span>${label}</span><input value=${text} autocomplete="off" spellcheck="false" placeholder=${name.endsWith("Than") ? "10m, 2h" : "any"}
    onInput=${(event) => setText(event.target.value)} /></label>`;
}

function List({ queue, state, query }) {
  const { type, tag, group, error, olderThan, newerThan } = query;
  const filter = { state, type, tag, group, error, olderThan, newerThan };
  const order = query.order ?? usualOrder(state);
  const list = useSteady({
    load: (cursor, signal) => get(listPath(queue, { ...filter, order, limit: PAGE, cursor }), signal),
    lookUp: async (items, signal) => (await get(listPath(queue, { ids: items.map((item) => item.id).join(",") }), signal)).items,
    keyOf: (item) => item.id, keys: [queue, filter, order], atOnce: query.follow === "1",
  });
  const select = useSelection(list.shown);
  if (!list.ready) return html`<${Missing} error=${list.error} />`;
  return html`<${Stale} error=${list.error} />
    <div class="above">
      <button type="button" class="fresh" hidden=${!list.fresh} onClick=${list.showNew}>${list.fresh >= PAGE ? PAGE + " or more new" : list.fresh + " new"}</button>
      <label class="check"><input type="checkbox" checked=${query.follow === "1"} onChange=${(event) => change({ follow: event.target.checked ? "1" : "" })} /> <span>Show new ones at once</span></label>
      <${Order} state=${state} order=${order} />
      <button type="button" class="link" onClick=${list.startOver}>Read again</button>
      <${Selected} queue=${queue} filter=${filter} select=${select} reload=${list.reload} />
    </div>
    ${list.shown.length ? html`<${Table} label=${"Tasks that are " + state} rows=${list.shown} keyOf=${(task) => task.id} columns=${columns(queue, state)} select=${select}
      rowClass=${(task) => (task.gone || task.state !== state ? "left" : null)} />` : html`<${Empty}>${list.hasOlder ? "No task among those that were looked at; there are more to look at." : "No task is " + state + (type || tag || group || error ? " and fits the filters." : ".")}<//>`}
    ${list.hasOlder ? html`<${Act} run=${list.showOlder}>Show more<//>` : ""}`;
}

/** Those that wait for their time begin with the one that runs next. */
function usualOrder(state) {
  return state === "scheduled" || state === "retrying" ? "oldest" : "newest";
}

function Order({ state, order }) {
  if (state === "running") return "";
  const timed = usualOrder(state) === "oldest";
  const names = timed ? { oldest: "Next first", newest: "Last first" } : { newest: "Newest first", oldest: "Oldest first" };
  return html`<label class="field"><span>Order</span><select value=${order} onChange=${(event) => change({ order: event.target.value === usualOrder(state) ? "" : event.target.value })}>
    ${Object.entries(names).map(([value, name]) => html`<option key=${value} value=${value} selected=${value === order}>${name}</option>`)}</select></label>`;
}

function columns(queue, state) {
  return [
    { name: "task", show: (task) => html`<${TaskLink} queue=${queue} id=${task.id} />` },
    { name: "type", show: (task) => task.type },
    { name: "state", show: (task) => (task.gone ? html`<span class="soft">gone</span>` : html`<${State} name=${task.state} />`) },
    { name: "attempt", number: true, show: (task) => task.attempt + " / " + task.maxAttempts },
    { name: "priority", number: true, show: (task) => task.priority },
    { name: "group", if: (task) => task.group, show: (task) => task.group ?? "" },
    state === "scheduled" || state === "retrying" ? { name: "runs", show: (task) => html`<${When} at=${task.runAt} />` } : null,
    state === "running" ? { name: "progress", show: (task) => (task.progress ? Math.round(task.progress.fraction * 100) + " % " + (task.progress.message ?? "") : "") } : null,
    state === "running" ? { name: "for", number: true, show: (task) => (task.state === "running" && task.startedAt ? age(Date.now() - Date.parse(task.startedAt)) : "") } : null,
    { name: "created", show: (task) => html`<${When} at=${task.createdAt} />` },
    ["succeeded", "dead", "cancelled", "expired"].includes(state) ? { name: "ended", show: (task) => html`<${When} at=${task.finishedAt} />` } : null,
    state === "succeeded" ? { name: "took", number: true, show: (task) => (task.startedAt && task.finishedAt ? age(Date.parse(task.finishedAt) - Date.parse(task.startedAt)) : "") } : null,
    state === "dead" || state === "retrying" ? { name: "last failure", kind: "long", show: (task) => (task.failure ? html`<span title=${task.failure.message}>${shortType(task.failure.type)}: ${task.failure.message}</span>` : "") } : null,
    { name: "tags", if: (task) => task.tags.length, show: (task) => task.tags.join(", ") },
  ];
}

export function shortType(type) {
  return type.slice(type.lastIndexOf(".") + 1);
}

/** Which rows are ticked; it outlives every update. */
function useSelection(shown) {
  const [chosen, setChosen] = useState(() => new Set());
  const there = shown.filter((item) => chosen.has(item.id)).map((item) => item.id);
  return {
    ids: there,
    has: (key) => chosen.has(key),
    set: (keys) => setChosen(new Set(keys)),
    toggle: (key) => setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    }),
  };
}

function Selected({ queue, filter, select, reload }) {
  const operator = useMay("operator");
  const going = useStore(underWay);
  const { state } = filter;
  if (!operator) return "";
  const run = async (act) => {
    if (!(await actOnMany(queue, select.ids, act))) return;
    select.set([]);
    reload();
  };
  return html`<span class="selected" aria-live="polite">${select.ids.length ? counted(select.ids.length, "task") + " selected" : ""}</span>
    ${actsOf(state).map((act) => html`<${Act} key=${act} disabled=${!select.ids.length} kind=${ACTS[act].asks ? "danger" : ""} run=${() => run(act)}>${ACTS[act].name}<//>`)}
    ${going ? html`<span class="selected" role="status">${progressOf(going)}</span><button type="button" onClick=${going.stop}>Stop</button>`
    : html`<${Act} run=${async () => (await actOnAll(queue, filter, actsOf(state))) && reload()}>All that match…<//>`}`;
}
