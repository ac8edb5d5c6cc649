// The workers that are alive.

import { html } from "../vendor/preact-htm.js";
import { get, query as queryOf } from "../core/http.js";
import { useLive } from "../core/live.js";
import { change } from "../core/route.js";
import { Empty, Head, Link, Missing, Share, Stale } from "../parts/bits.js";
import { sorted, Table } from "../parts/table.js";
import { age, number } from "../parts/text.js";

const COLUMNS = [
  { name: "host", sort: (row) => row.host ?? "", show: (row) => row.host ?? html`<span class="soft">not told</span>` },
  { name: "session", sort: (row) => row.session, show: (row) => html`<span class="mono">${row.session}</span>` },
  { name: "queue", sort: (row) => row.queue, show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>` },
  { name: "in use", kind: "bar", sort: (row) => row.inFlight, show: (row) => (row.capacity ? html`<${Share} part=${(row.inFlight ?? 0) / row.capacity} label="slots in use" text=${number(row.inFlight ?? 0) + " of " + number(row.capacity)} />` : number(row.inFlight)) },
  { name: "types", kind: "long", show: (row) => (row.types ?? []).join(", ") },
  { name: "heartbeat", number: true, sort: (row) => row.heartbeatAgeMs, show: (row) => (row.heartbeatAgeMs === undefined || row.heartbeatAgeMs === null ? "" : age(row.heartbeatAgeMs) + " ago") },
  { name: "lost in", number: true, sort: (row) => row.expiresInMs, show: (row) => age(row.expiresInMs) },
];

export function Workers({ query }) {
  const { value, error } = useLive((signal) => get("v1/workers" + queryOf({ limit: 200, cursor: query.cursor }), signal), [query.cursor], 2000);
  const rows = (value?.items ?? []).filter((row) => !query.queue || row.queue === query.queue);
  return html`<${Head} title="Workers" under=${value ? new Set(rows.map((row) => row.session)).size + " alive" + (query.queue ? " on " + query.queue : "") + ". A worker of several queues stands here once for each." : ""}>
      ${query.queue ? html`<${Link} view="workers">All queues<//>` : ""}<//>
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${rows.length ? html`<${Table} label="Workers" rows=${sorted(rows, COLUMNS, query.sort)} keyOf=${(row) => row.session + " " + row.queue} columns=${COLUMNS} sort=${query.sort} onSort=${(sort) => change({ sort })} />`
    : html`<${Empty}>No worker is alive. Ready tasks wait until one claims them.<//>`}
      ${value.nextCursor ? html`<button type="button" onClick=${() => change({ cursor: value.nextCursor })}>More</button>` : ""}`}`;
}
