// The schedules: when they fire, what came of the last time.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, query as queryOf } from "../core/http.js";
import { useLive } from "../core/live.js";
import { change } from "../core/route.js";
import { Act, Empty, Head, Link, Missing, Stale } from "../parts/bits.js";
import { Table } from "../parts/table.js";
import { number, State, When } from "../parts/text.js";
import { listPath } from "./acts.js";
import { editSchedule, ScheduleActs } from "./schedule-acts.js";

const PAGE = 100;

export function Schedules({ query }) {
  const { value, error, reload } = useLive((signal) => load(query.cursor, signal), [query.cursor], 3000);
  const operator = useMay("operator");
  return html`<${Head} title="Schedules" under="Tasks that are enqueued again and again.">${operator ? html`<${Act} kind="main" run=${() => editSchedule(null, reload)}>New schedule<//>` : ""}<//>
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${value.items.length ? html`<${Table} label="Schedules" rows=${value.items} keyOf=${(row) => row.name} columns=${columns(reload, operator)} />` : html`<${Empty}>There is no schedule.<//>`}
      ${value.nextCursor ? html`<button type="button" onClick=${() => change({ cursor: value.nextCursor })}>Next page</button>` : ""}`}`;
}

function columns(reload, operator) {
  return [
    { name: "schedule", show: (row) => html`<${Link} view="schedule" of=${[row.name]}>${row.name}<//>${row.paused ? html` <span class="tag">paused</span>` : ""}` },
    { name: "when", kind: "long", show: (row) => row.error ?? row.description },
    { name: "queue", show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>` },
    { name: "task type", show: (row) => row.task.type },
    { name: "next", show: (row) => (row.paused ? "" : html`<${When} at=${row.nextFireAt} />`) },
    { name: "last", show: (row) => html`<${When} at=${row.lastFireAt} />` },
    { name: "last outcome", show: (row) => html`<${Outcome} row=${row} />` },
    { name: "fired", number: true, show: (row) => number(row.fired) },
    operator ? { name: "act", show: (row) => html`<span class="acts"><${ScheduleActs} view=${row} reload=${reload} brief=${true} /></span>` } : null,
  ];
}

export function Outcome({ row }) {
  if (!row.lastTaskId) return "";
  return html`<${Link} view="task" of=${[row.queue, row.lastTaskId]}>${row.outcome ? html`<${State} name=${row.outcome} />` : "gone"}<//>`;
}

async function load(cursor, signal) {
  const page = await get("v1/schedules" + queryOf({ limit: PAGE, cursor }), signal);
  return { ...page, items: await withOutcomes(page.items, signal) };
}

/** Each with the state of its last task; one call a queue. */
export async function withOutcomes(items, signal) {
  const queues = [...new Set(items.filter((item) => item.lastTaskId).map((item) => item.queue))];
  const states = new Map();
  await Promise.all(queues.map(async (queue) => {
    const ids = items.filter((item) => item.queue === queue && item.lastTaskId).map((item) => item.lastTaskId);
    const found = await get(listPath(queue, { ids: ids.join(",") }), signal).catch(() => ({ items: [] }));
    for (const task of found.items) states.set(queue + "/" + task.id, task.state);
  }));
  return items.map((item) => ({ ...item, outcome: states.get(item.queue + "/" + item.lastTaskId) }));
}
