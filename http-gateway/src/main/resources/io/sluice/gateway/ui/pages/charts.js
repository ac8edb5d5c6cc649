// The charts of one queue or of all: throughput, backlog, and how long tasks wait and run.

import { html } from "../vendor/preact-htm.js";
import { newer, STEPS, useHistory } from "../core/history.js";
import { change } from "../core/route.js";
import { useStore } from "../core/store.js";
import { Chart } from "../parts/chart.js";
import { age, compact, rate } from "../parts/text.js";

export function Charts({ queue = "", query }) {
  const step = STEPS[query.step] ? query.step : "1s";
  const { times, series, source, error } = useHistory(queue, step);
  const line = (name, key, color, more = {}) => ({ name, color, values: series[key] ?? [], ...more });
  const waits = source !== "tab";
  return html`<section class="charts" aria-label="Charts">
    <div class="range">${useStore(newer) ? html`<span class="soft">The last</span>${Object.entries(STEPS).map(([name, [text]]) => html`<button key=${name} type="button" class="chip"
      aria-pressed=${name === step} onClick=${() => change({ step: name === "1s" ? "" : name })}>${text}</button>`)}`
    : source === "tab" ? html`<span class="soft">This gateway keeps no history: the charts begin when this page is opened.</span>` : ""}
    ${error ? html`<span class="bad">${error.message}</span>` : ""}</div>
    <div class="grid two">
      <${Chart} title="Throughput" unit="/s" show=${rate} times=${times} series=${[line("in", "enqueued", "c1"), line("succeeded", "succeeded", "c2", { fill: true }),
        line("failed", "failed", "c3"), line("dead", "dead", "c4", { dash: [4, 3] })]} />
      <${Chart} title="Backlog" show=${compact} times=${times} series=${[line("ready", "backlog", "c1", { fill: true }), line("running", "running", "c2")]} />
      ${waits ? html`<${Chart} title="Wait before the first start" show=${age} times=${times} series=${percentiles("wait", line)} />
        <${Chart} title="Run time of an attempt" show=${age} times=${times} series=${percentiles("run", line)} />`
    : html`<${Chart} title="Age of the oldest ready task" show=${seconds} times=${times} series=${[line("oldest", "oldest", "c3", { fill: true })]} />`}
    </div></section>`;
}

function percentiles(name, line) {
  return [line("p50", name + "50", "c2"), line("p95", name + "95", "c1"), line("p99", name + "99", "c3", { dash: [4, 3] })];
}

function seconds(value) {
  return age(value * 1000);
}
