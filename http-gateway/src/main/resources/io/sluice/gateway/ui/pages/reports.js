// The runs of the load harness that lie in the folder of --reports.

import { html } from "../vendor/preact-htm.js";
import { get } from "../core/http.js";
import { useLive } from "../core/live.js";
import { change } from "../core/route.js";
import { Empty, Head, Link, Missing, Panel, Stale } from "../parts/bits.js";
import { sorted, Table } from "../parts/table.js";
import { age, compact, measured, rate, When } from "../parts/text.js";

const figure = (name, key, show) => ({ name, number: true, sort: (row) => row[key], show: (row) => (row[key] === undefined ? "" : show(row[key])) });

const COLUMNS = [
  { name: "report", sort: (row) => row.name, show: (row) => html`<${Link} view="report" of=${[row.name]}>${row.name}<//>` },
  { name: "started", sort: (row) => Date.parse(row.startedAt ?? row.writtenAt), show: (row) => html`<${When} at=${row.startedAt} />` },
  { name: "scenario", sort: (row) => row.scenario ?? "", show: (row) => row.scenario },
  { name: "verdict", sort: (row) => row.verdict ?? "", show: (row) => html`<${Verdict} row=${row} />` },
  { name: "took", number: true, sort: (row) => row.durationSeconds, show: (row) => (row.durationSeconds ? age(row.durationSeconds * 1000) : "") },
  { name: "offered /s", number: true, sort: (row) => row.offeredPerSecond, show: (row) => offered(row) },
  figure("enqueued /s", "enqueuedPerSecond", rate), figure("done /s", "completedPerSecond", rate),
  { name: "of", show: (row) => row.stage, if: (row) => row.stage },
  figure("p50", "p50Ms", measured), figure("p99", "p99Ms", measured),
  { name: "lost, doubled", number: true, sort: (row) => (row.lost ?? 0) + (row.doubled ?? 0), show: (row) => (row.lost === undefined ? "" : html`<${Lost} row=${row} />`) },
  { name: "Redis", sort: (row) => row.redis ?? "", show: (row) => row.redis }, { name: "Java", sort: (row) => row.jdk ?? "", show: (row) => row.jdk },
  { name: "command", kind: "long", sort: (row) => row.command ?? "", show: (row) => html`<span class="mono">${row.command}</span>` },
];

export function Reports({ query }) {
  const { value, error } = useLive((signal) => get("v1/reports?limit=200", signal), [], 10000);
  const rows = (value?.items ?? []).filter((row) => !row.problem);
  const sort = query.sort ?? "-started";
  return html`<${Head} title="Load reports" under=${value ? under(value) : ""} />
    ${!value ? html`<${Missing} error=${error} />` : html`<${Stale} error=${error} />
      ${value.problem ? html`<p class="bad" role="alert">${value.problem}.</p>` : ""}
      ${rows.length ? html`<${Table} label="Load reports" rows=${sorted(rows, COLUMNS, sort)} keyOf=${(row) => row.name} columns=${COLUMNS} sort=${sort} onSort=${(by) => change({ sort: by })} />` : ""}
      ${value.items.length ? "" : html`<${Nothing} list=${value} />`}
      <${Broken} rows=${value.items.filter((row) => row.problem)} />`}`;
}

function under({ enabled, total, items }) {
  if (!enabled) return "";
  return total > items.length ? "The newest " + items.length + " of " + compact(total) + " runs in the folder." : "What runs of sluice-load measured.";
}

function Nothing({ list }) {
  if (list.problem) return "";
  return list.enabled ? html`<${Empty}>There is no run in the folder yet. <code>sluice-load run e2e</code> leaves one in <code>load-results</code>.<//>`
    : html`<${Empty}>This server has no folder to look in. Start it with <code>sluice serve --reports load-results</code>, the folder in which <code>sluice-load</code> leaves its runs.<//>`;
}

function Broken({ rows }) {
  return rows.length ? html`<${Panel} title="Cannot be shown"><ul class="plain">${rows.map((row) => html`<li key=${row.name}><span class="mono">${row.name}</span>: <span class="bad">${row.problem}.</span></li>`)}</ul><//>` : "";
}

/** The rate of the plan, or how many were in flight where there was no plan. */
export function offered(row) {
  return row.offeredPerSecond !== undefined ? rate(row.offeredPerSecond) : row.inFlight ? compact(row.inFlight) + " in flight" : "";
}

/** Whether all went well is told by a sign as well as by a colour. */
export function Verdict({ row }) {
  const good = row.verdict === "ok";
  return html`<span class=${good ? "good" : "bad"}>${good ? "✓ " : "✗ "}${row.verdict ?? "no verdict"}</span>`;
}

function Lost({ row }) {
  return html`<span class=${row.lost || row.doubled ? "bad" : "zero"}>${compact(row.lost)}, ${compact(row.doubled)}</span>`;
}
