// All queues in a table that can be sorted and filtered.

import { html } from "../vendor/preact-htm.js";
import { change } from "../core/route.js";
import { samples, useQueues } from "../core/samples.js";
import { Empty, Head, Link, Missing, Stale } from "../parts/bits.js";
import { Spark } from "../parts/chart.js";
import { sorted, Table } from "../parts/table.js";
import { age, compact, rate } from "../parts/text.js";

const SHOWN = 100;

const count = (name) => ({
  name, number: true, sort: (row) => row.counts[name],
  show: (row) => (row.counts[name] ? html`<${Link} view="tasks" query=${{ queue: row.queue, state: name }}>${compact(row.counts[name])}<//>` : html`<span class="zero">0</span>`),
});

const COLUMNS = [
  { name: "queue", sort: (row) => row.queue, show: (row) => html`<${Link} view="queue" of=${[row.queue]}>${row.queue}<//>${row.paused ? html` <span class="tag" title=${row.pause?.reason ?? ""}>paused</span>` : ""}` },
  count("ready"), count("running"), count("scheduled"), count("retrying"), count("dead"),
  { name: "in /s", number: true, sort: (row) => row.rates?.accepted, show: (row) => rate(row.rates?.accepted) },
  { name: "done /s", number: true, sort: (row) => row.rates?.succeeded, show: (row) => rate(row.rates?.succeeded) },
  { name: "last minutes", kind: "line", show: (row) => html`<${Spark} values=${samples(row.queue).map((sample) => sample.endedRate)} label=${"tasks a second of " + row.queue} />` },
  { name: "oldest", number: true, sort: (row) => row.oldestReadyAgeMs, show: (row) => (row.oldestReadyAgeMs ? age(row.oldestReadyAgeMs) : "") },
  { name: "workers", number: true, sort: (row) => row.workers, show: (row) => compact(row.workers) },
  { name: "limits", show: (row) => html`<span class="soft">${limits(row.limits)}</span>` },
];

export function Queues({ query }) {
  const { items, error, complete } = useQueues();
  const named = (query.q ?? "").toLowerCase();
  const found = (items ?? []).filter((item) => item.queue.toLowerCase().includes(named));
  const most = Number(query.most) || SHOWN;
  const rows = sorted(found, COLUMNS, query.sort).slice(0, most);
  return html`<${Head} title="Queues" under=${items ? found.length + (named ? " of " + items.length : "") + (complete ? "" : "; there are more than are shown") : ""} />
    <div class="filters"><label class="field"><span>Name has</span><input type="search" value=${query.q ?? ""} autocomplete="off" spellcheck="false"
      onInput=${(event) => change({ q: event.target.value })} /></label></div>
    ${items ? html`<${Stale} error=${error} />
      ${rows.length ? html`<${Table} label="Queues" columns=${COLUMNS} rows=${rows} keyOf=${(row) => row.queue} sort=${query.sort} onSort=${(sort) => change({ sort })} />`
    : html`<${Empty}>${items.length ? "No queue has this in its name." : "There is no queue yet. The first task that is enqueued makes one."}<//>`}
      ${found.length > most ? html`<button type="button" onClick=${() => change({ most: most + SHOWN })}>Show ${Math.min(SHOWN, found.length - most)} more</button>` : ""}`
    : html`<${Missing} error=${error} />`}`;
}

function limits({ maxBacklog, maxConcurrency, rateLimit, groups } = {}) {
  return [maxConcurrency && "at once " + compact(maxConcurrency), rateLimit && rateLimit.limit + " per " + rateLimit.per.replace(/^PT?/, "").toLowerCase(),
    maxBacklog && "backlog " + compact(maxBacklog), groups && Object.keys(groups).length + " group rules"].filter(Boolean).join(", ");
}
