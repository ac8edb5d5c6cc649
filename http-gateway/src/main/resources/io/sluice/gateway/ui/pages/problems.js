// Says in words what is wrong, the worst first.

import { html } from "../vendor/preact-htm.js";
import { samples } from "../core/samples.js";
import { Link } from "../parts/bits.js";
import { age, bytes, counted, number, percent, rate, When } from "../parts/text.js";

const LONG_WAIT_MILLIS = 60000;
const NEARLY_FULL = 0.8;
const MANY_RETRIES = 0.5;
const GROWTH_SECONDS = 60;
const LEAST_GROWTH = 100;
const MOST = 4;

/** What is wrong with these queues, each { bad, text() }; bad is what needs somebody now. */
function problemsOf(queues) {
  return queues.flatMap(ofQueue).sort((one, other) => other.weight - one.weight);
}

function ofQueue(queue) {
  const { ready, dead } = queue.counts;
  const found = [];
  const tell = (weight, bad, text) => found.push({ weight, bad, text, key: queue.queue + weight });
  const name = () => html`<${Link} view="queue" of=${[queue.queue]}>${queue.queue}<//>`;
  if (ready > 0 && queue.paused) {
    tell(90, false, () => html`Queue ${name()} is paused${queue.pause?.reason ? html` (${queue.pause.reason})` : ""}, ${counted(ready, "task")} ${ready === 1 ? "waits" : "wait"}${queue.pause?.until ? html`; it goes on <${When} at=${queue.pause.until} />` : ""}.`);
  } else if (ready > 0 && !queue.workers) {
    tell(100, true, () => html`Queue ${name()} has ${counted(ready, "ready task")} and no worker.`);
  } else if (queue.oldestReadyAgeMs > LONG_WAIT_MILLIS) {
    tell(80, true, () => html`The oldest ready task of queue ${name()} has waited for ${age(queue.oldestReadyAgeMs)}.`);
  } else if (grew(queue)) {
    tell(50, false, () => html`The backlog of queue ${name()} grows: ${number(grew(queue))} a minute ago, ${number(ready)} now.`);
  }
  const most = queue.limits?.maxBacklog;
  if (most && ready > most * NEARLY_FULL) {
    tell(85, true, () => html`Queue ${name()} is ${percent(ready / most)} full; beyond ${counted(most, "task")} it refuses more.`);
  }
  const { retried = 0, succeeded = 0, dead: dying = 0 } = queue.rates ?? {};
  if (dying >= 0.05) {
    tell(70, true, () => html`Tasks of queue ${name()} are dying, ${rate(dying)} a second: see <${Link} view="dead" query=${{ queue: queue.queue }}>why<//>.`);
  } else if (dead > 0) {
    tell(10, false, () => html`Queue ${name()} holds <${Link} view="dead" query=${{ queue: queue.queue }}>${counted(dead, "dead task")}<//>.`);
  }
  if (retried >= 0.5 && retried > (succeeded + dying) * MANY_RETRIES) {
    tell(60, true, () => html`Queue ${name()} retries ${rate(retried)} attempts a second; ${rate(succeeded)} tasks a second succeed.`);
  }
  return found;
}

function ofRedis({ place, answers, memoryBytes, maxMemoryBytes, evictionPolicy }) {
  const name = place ? "Redis at " + place : "Redis";
  if (!answers) return [{ bad: true, key: place, text: () => name + " does not answer." }];
  if (!maxMemoryBytes || memoryBytes < maxMemoryBytes * NEARLY_FULL) return [];
  return [{ bad: true, key: place, text: () => name + " holds " + bytes(memoryBytes) + " of " + bytes(maxMemoryBytes) + "; beyond that it "
    + (evictionPolicy === "noeviction" ? "refuses tasks." : "may drop what belongs to tasks (" + evictionPolicy + ").") }];
}

/** What the backlog was a minute ago, if it has grown much since. */
function grew(queue) {
  const ring = samples(queue.queue);
  const since = ring.length ? ring[ring.length - 1].at - GROWTH_SECONDS : 0;
  const before = ring.find((sample) => sample.at >= since);
  const whole = before && before.at - since < 5;
  return whole && queue.counts.ready > before.ready * 1.5 && queue.counts.ready - before.ready > LEAST_GROWTH ? before.ready : 0;
}

/** The banner; quiet when all is well. */
export function Banner({ queues, error, ready, redis = [] }) {
  const found = [...redis.flatMap(ofRedis), ...(queues ? problemsOf(queues) : [])];
  if (ready && !ready.ready) found.unshift({ bad: true, key: "ready", text: () => "The gateway is not ready: " + ready.reasons.join("; ") + "." });
  const urgent = found.some((problem) => problem.bad);
  if (error) {
    return html`<div class="banner bad" role="alert"><p><b>${error.message}</b>${queues ? " What is shown is of the last answer." : ""}</p></div>`;
  }
  if (!queues) return "";
  if (!found.length) return html`<div class="banner good" role="status"><p>All is well: no task waits for long, none is dead.</p></div>`;
  return html`<div class=${urgent ? "banner bad" : "banner warn"} role="status"><ul>
    ${found.slice(0, MOST).map((problem) => html`<li key=${problem.key}>${problem.text()}</li>`)}
    ${found.length > MOST ? html`<li class="soft" key="more">and ${found.length - MOST} more, see <${Link} view="queues" query=${{ sort: "-oldest" }}>the queues<//></li>` : ""}
  </ul></div>`;
}
