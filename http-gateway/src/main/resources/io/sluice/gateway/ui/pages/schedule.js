// One schedule: when it fires next, what other programs would read in its cron, what it enqueues.

import { html } from "../vendor/preact-htm.js";
import { useMay } from "../core/caller.js";
import { get, getText } from "../core/http.js";
import { useLive } from "../core/live.js";
import { members } from "../core/rawjson.js";
import { Facts, Head, Link, Missing, Panel, Stale } from "../parts/bits.js";
import { Exact, number, span, When } from "../parts/text.js";
import { Body } from "./body.js";
import { ScheduleActs, schedulePath } from "./schedule-acts.js";
import { Outcome, withOutcomes } from "./schedules.js";

const NEXT = 5;

export function Schedule({ of: [name] }) {
  const { value, error, reload } = useLive((signal) => load(name, signal), [name], 3000);
  const operator = useMay("operator");
  if (!value) return html`<${Head} title=${"Schedule " + name} /><${Missing} error=${error} />`;
  const { view, task, next } = value;
  return html`<${Head} title=${html`Schedule ${name}${view.paused ? html` <span class="tag">paused</span>` : ""}`} under=${view.description}>
      ${operator ? html`<${ScheduleActs} view=${view} reload=${reload} />` : ""}<//>
    <${Stale} error=${error} />
    ${view.error ? html`<p class="bad" role="alert">${view.error}</p>` : ""}
    ${(view.warnings ?? []).map((warning) => html`<div class="banner warn" key=${warning.dialect}><p><b>${warning.dialect}</b>: ${warning.detail}</p></div>`)}
    <div class="grid two">
      <${Panel} title="Next"><ol class="plain">${next.map((at) => html`<li key=${at}><${Exact} at=${at} /> <span class="soft"><${When} at=${at} /></span></li>`)}</ol>
        ${view.paused ? html`<p class="soft">It is paused: these times would be, if it were not.</p>` : ""}<//>
      <${Panel} title="About"><${Facts} of=${[
        ["cron", view.cron && html`<code>${view.cron}</code>`], ["read as", view.dialect], ["time zone", view.timeZone], ["every", view.every && span(view.every)],
        ["queue", html`<${Link} view="queue" of=${[view.queue]}>${view.queue}<//>`], ["task type", view.task.type], ["when the last has not ended", view.overlap?.replaceAll("_", " ")],
        ["times that were missed", view.catchUp?.replaceAll("_", " ")], ["last fired", view.lastFireAt && html`<${When} at=${view.lastFireAt} />`],
        ["last outcome", view.lastTaskId && html`<${Outcome} row=${view} />`], ["fired", number(view.fired)], ["skipped", number(view.skipped)],
      ]} /><//>
    </div><${Body} title="Payload" raw=${task.get("payload")} by=${task.get("payloadEncryptedBy")} />`;
}

async function load(name, signal) {
  const [text, next] = await Promise.all([getText(schedulePath(name), signal), get(schedulePath(name, "preview") + "?count=" + NEXT, signal).catch(() => ({ items: [] }))]);
  const [view] = await withOutcomes([JSON.parse(text)], signal);
  return { view, next: next.items, task: members(members(text).get("task") ?? "{}") };
}
