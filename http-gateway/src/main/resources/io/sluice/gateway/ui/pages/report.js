// One run of the load harness: what it came to, how it went, and, if wanted, another one beside it.

import { html } from "../vendor/preact-htm.js";
import { get, query as queryOf } from "../core/http.js";
import { useLive } from "../core/live.js";
import { change } from "../core/route.js";
import { Facts, Head, Link, Missing, Panel, Tile } from "../parts/bits.js";
import { Chart } from "../parts/chart.js";
import { Table } from "../parts/table.js";
import { age, compact, elapsed, Exact, measured, number, rate } from "../parts/text.js";
import { offered, Verdict } from "./reports.js";

const PERCENTILES = ["p50", "p90", "p99", "p999", "max"];
const ALONG = { show: elapsed, from: () => 0 };

/** What two runs are compared by: name, field, how it is written. */
const COMPARED = [["enqueued /s", "enqueuedPerSecond", rate], ["done /s", "completedPerSecond", rate], ["p50", "p50Ms", measured], ["p99", "p99Ms", measured],
  ["lost", "lost", number], ["doubled", "doubled", number]];

export function Report({ of: [name], query }) {
  const { value, error } = useLive((signal) => load(name, query.with, signal), [name, query.with], 0);
  const title = html`Load report <span class="mono">${name}</span>`;
  if (!value) return html`<${Head} title=${title} /><${Missing} error=${error} />`;
  const { report, other, others } = value;
  if (report.problem) return html`<${Head} title=${title} /><p class="bad" role="alert">${report.problem}.</p>`;
  return html`<${Head} title=${title} under=${html`<${Verdict} row=${report} />, ${report.scenario}, <${Exact} at=${report.startedAt} />`} />
    <${Tiles} report=${report} />
    <${Wrong} details=${report.details} />
    <${Choices} report=${report} others=${others} query=${query} />
    ${other?.problem ? html`<p class="bad" role="alert">${other.name}: ${other.problem}.</p>` : other ? html`<${Comparison} one=${report} other=${other} />` : ""}
    <${Course} reports=${[report, other].filter((one) => one && !one.problem)} stage=${query.stage ?? report.stage} />
    <${Latencies} stages=${report.details.summary?.latencyMs ?? {}} />
    <${Objectives} rules=${list(report.details.slo)} />
    <${Setup} report=${report} />`;
}

async function load(name, beside, signal) {
  const show = (one) => get("v1/reports/" + encodeURIComponent(one), signal);
  const [report, other, page] = await Promise.all([show(name), beside ? show(beside) : null, get("v1/reports" + queryOf({ limit: 200 }), signal)]);
  return { report, other, others: page.items.filter((item) => item.name !== name && !item.problem).map((item) => item.name) };
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function Tiles({ report }) {
  const lost = (report.lost ?? 0) + (report.doubled ?? 0);
  return html`<div class="tiles">
    <${Tile} name="Offered" value=${offered(report) || "no plan"} unit=${report.offeredPerSecond === undefined ? "" : "/s"} note=${report.target ?? ""} />
    <${Tile} name="Enqueued" value=${rate(report.enqueuedPerSecond)} unit="/s" note=${compact(report.accepted) + " accepted"} />
    <${Tile} name="Done" value=${rate(report.completedPerSecond)} unit="/s" note=${compact(report.succeeded) + " succeeded"} />
    <${Tile} name="p50" value=${measured(report.p50Ms) || "none"} note=${report.stage ?? "no stage was timed"} />
    <${Tile} name="p99" value=${measured(report.p99Ms) || "none"} note=${report.stage ?? "no stage was timed"} />
    <${Tile} name="Lost or doubled" value=${number(lost)} bad=${lost > 0} note=${compact(report.dead) + " dead"} />
    <${Tile} name="Took" value=${report.durationSeconds ? age(report.durationSeconds * 1000) : "not told"} note="and a warm-up" />
  </div>`;
}

/** What went wrong, in the words of the harness. */
function Wrong({ details }) {
  const said = [...list(details.problems), ...list(details.ledger?.findings)].map(String);
  return said.length ? html`<div class="banner bad" role="note"><ul>${said.map((text) => html`<li key=${text}>${text}</li>`)}</ul></div>` : "";
}

function Choices({ report, others, query }) {
  const stages = Object.keys(report.timeline?.latencyMs ?? {});
  const choice = (label, name, value, values) => html`<label class="field"><span>${label}</span><select value=${value} onChange=${(event) => change({ [name]: event.target.value })}>
    ${values.map(([one, text]) => html`<option key=${one} value=${one} selected=${one === value}>${text}</option>`)}</select></label>`;
  return html`<div class="filters">
    ${stages.length ? choice("Latency of", "stage", query.stage ?? report.stage ?? stages[0], stages.map((stage) => [stage, stage])) : ""}
    ${others.length ? choice("Beside", "with", query.with ?? "", [["", "no other report"], ...others.map((name) => [name, name])]) : ""}</div>`;
}

function Comparison({ one, other }) {
  return html`<${Panel} title="Beside another report" aside=${html`<${Link} view="report" of=${[other.name]} query=${{ with: one.name }}>The other way round<//>`}>
    <${Table} label="Beside another report" rows=${COMPARED.filter(([, key]) => one[key] !== undefined && other[key] !== undefined)} keyOf=${([name]) => name} columns=${[
    { name: "figure", show: ([name]) => name },
    { name: other.name, number: true, show: ([, key, show]) => show(other[key]) },
    { name: one.name, number: true, show: ([, key, show]) => show(one[key]) },
    { name: "change", number: true, show: ([, key]) => changed(other[key], one[key]) },
  ]} />${one.stage === other.stage ? "" : html`<p class="soft">p50 and p99 are of ${other.stage ?? "no stage"} there and of ${one.stage ?? "no stage"} here.</p>`}<//>`;
}

function changed(before, now) {
  if (before === now) return "none";
  if (!before) return "";
  const part = (now - before) / before;
  return (part > 0 ? "+" : "−") + Math.abs(part * 100).toFixed(1) + " %";
}

/** Charts of the reports, those of one kind next to each other. */
function Course({ reports, stage }) {
  const drawn = reports.filter((report) => report.timeline);
  if (!drawn.length) return html`<p class="empty">This result has no timeline.</p>`;
  return html`<section class="charts" aria-label="Charts"><div class="grid two">
    ${CHARTS.flatMap((chart) => drawn.map((report) => html`<${Drawn} key=${chart.title + report.name + stage} chart=${chart} report=${report} stage=${stage} named=${drawn.length > 1} />`))}
  </div></section>`;
}

const CHARTS = [
  { title: "Rates", unit: "/s", show: rate, lines: ({ offeredPerSecond, achievedPerSecond, completedPerSecond }) => [
    ["offered", "c3", offeredPerSecond], ["achieved", "c1", achievedPerSecond], ["completed", "c2", completedPerSecond]] },
  { title: "Latency", show: measured, lines: ({ latencyMs }, stage) => [["p50", "c2", latencyMs[stage]?.p50], ["p99", "c1", latencyMs[stage]?.p99], ["p99.9", "c3", latencyMs[stage]?.p999]] },
  { title: "Backlog", show: compact, lines: ({ backlog }) => [["accepted and not ended", "c1", backlog]] },
  { title: "CPU of one core", unit: " %", show: (value) => compact(Math.round(value)), lines: ({ redisCpuPercent, jvmCpuPercent }) => [["Redis", "c1", redisCpuPercent], ["JVM", "c2", jvmCpuPercent]] },
];

function Drawn({ chart, report, stage, named }) {
  const { timeline } = report;
  const lines = chart.lines(timeline, stage).filter(([, , values]) => values?.some((value) => value !== null));
  const title = chart.title + (chart.title === "Latency" ? " of " + stage : "") + (named ? ", " + report.name : "");
  if (!lines.length) return html`<p class="empty">${title}: nothing was seen.</p>`;
  return html`<${Chart} title=${title} unit=${chart.unit} show=${chart.show} along=${ALONG} times=${timeline.seconds}
    series=${lines.map(([name, color, values]) => ({ name, color, values }))} />`;
}

function Latencies({ stages }) {
  const rows = Object.entries(stages);
  return rows.length ? html`<${Panel} title="Latency of the whole run"><${Table} label="Latency of the whole run" rows=${rows} keyOf=${([stage]) => stage} columns=${[
    { name: "stage", show: ([stage]) => stage }, { name: "count", number: true, show: ([, seen]) => number(seen.count) },
    ...PERCENTILES.map((name) => ({ name: name === "p999" ? "p99.9" : name, number: true, show: ([, seen]) => measured(seen[name]) })),
  ]} /><//>` : "";
}

function Objectives({ rules }) {
  return rules.length ? html`<${Panel} title="Objectives"><${Table} label="Objectives" rows=${rules} keyOf=${(rule) => rule.rule} columns=${[
    { name: "rule", show: (rule) => html`<span class="mono">${rule.rule}</span>` }, { name: "measured", number: true, show: (rule) => number(rule.measured) },
    { name: "limit", number: true, show: (rule) => number(rule.limit) }, { name: "unit", show: (rule) => rule.unit },
    { name: "outcome", show: (rule) => html`<span class=${rule.met ? "good" : "bad"}>${rule.met ? "✓ met" : "✗ missed"}</span>` },
  ]} /><//>` : "";
}

function Setup({ report }) {
  const { env = {}, config = {}, generator } = report.details;
  return html`<${Panel} title="Made with">
    ${report.command ? html`<pre>${report.command}</pre>` : ""}
    <${Facts} of=${[["target", report.target], ["Redis", report.redis], ["persistence", env.persistence], ["Java", report.jdk], ["system", report.os], ["cores", number(report.cores)],
    ["payload bytes", number(config.payloadBytes)], ["slots", number(config.concurrency)], ["seed", config.seed === undefined ? "" : String(config.seed)],
    ["sends that were late", generator ? number(generator.late) + " of " + number(generator.sends) + (generator.keptUp ? "" : ": this run says nothing of the engine") : ""],
    ["result written", html`<${Exact} at=${report.writtenAt} />`]]} /><//>`;
}
