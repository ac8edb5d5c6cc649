// The batches of a queue.

import { html } from "../vendor/preact-htm.js";
import { get, query as queryOf, queuePath } from "../core/http.js";
import { useLive } from "../core/live.js";
import { change } from "../core/route.js";
import { Empty, Head, Link, Missing, Share, Stale } from "../parts/bits.js";
import { PickQueue, usePicked } from "../parts/pick.js";
import { Table } from "../parts/table.js";
import { number, percent, State, When } from "../parts/text.js";

export const ENDS = ["succeeded", "dead", "cancelled", "expired"];

export function Batches({ query }) {
  const { queue, queues, error: unreached } = usePicked((item) => item.totals.accepted);
  const { value, error } = useLive((signal) => (queue ? get(queuePath(queue, "batches") + queryOf({ limit: 50, cursor: query.cursor }), signal) : null), [queue, query.cursor], 2000);
  if (!queue) return html`<${Head} title="Batches" />${queues ? html`<${Empty}>There is no queue yet.<//>` : html`<${Missing} error=${unreached} />`}`;
  return html`<${Head} title="Batches" under="Tasks that are counted together." />
    <div class="filters"><${PickQueue} queue=${queue} queues=${queues} /></div>
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${value.items.length ? html`<${Table} label="Batches" rows=${value.items} keyOf=${(row) => row.id} columns=${[
    { name: "batch", show: (row) => html`<${Link} view="batch" of=${[queue, row.id]}>${row.name || row.id}<//>` },
    { name: "state", show: (row) => html`<${State} name=${row.state} />` },
    { name: "ended", kind: "bar", show: (row) => html`<${Ended} counts=${row.counts} />` },
    ...countColumns((row) => row.counts),
    { name: "created", show: (row) => html`<${When} at=${row.createdAt} />` }, { name: "ended at", show: (row) => html`<${When} at=${row.endedAt} />` },
  ]} />` : html`<${Empty}>No batch was opened in this queue, or none is kept any more.<//>`}
      ${value.nextCursor ? html`<button type="button" onClick=${() => change({ cursor: value.nextCursor })}>More</button>` : ""}
      ${query.cursor ? html`<button type="button" onClick=${() => change({ cursor: "" })}>From the beginning</button>` : ""}`}`;
}

export function Ended({ counts }) {
  const ended = counts.total - counts.pending;
  return html`<${Share} part=${counts.total ? ended / counts.total : 0} label="ended" text=${number(ended) + ", " + percent(counts.total ? ended / counts.total : 0)} />`;
}

export function countColumns(of) {
  return ["total", "pending", ...ENDS].map((name) => ({ name, number: true, show: (row) => number(of(row)[name]) }));
}
