// What a task carries, as text with all of its digits; and the call that would enqueue it once more.

import { html, useState } from "../vendor/preact-htm.js";
import { pretty } from "../core/rawjson.js";
import { Empty, Panel } from "../parts/bits.js";
import { number } from "../parts/text.js";

/** What is shown at first; the rest on demand. */
const FIRST_CHARACTERS = 16384;

/** @param by the id of the key that has encrypted it, as JSON text, in place of raw */
export function Body({ title, raw, by }) {
  const [whole, setWhole] = useState(false);
  if (by !== undefined) return html`<${Panel} title=${title}><${Empty}>Encrypted by key <code>${JSON.parse(by)}</code>. Only a program that has the key can read it.<//><//>`;
  if (raw === undefined || raw === "") return html`<${Panel} title=${title}><${Empty}>None.<//><//>`;
  const text = pretty(raw);
  const cut = !whole && text.length > FIRST_CHARACTERS;
  return html`<${Panel} title=${title} aside=${html`<span class="soft">${number(raw.length)} characters</span><${Copy} text=${raw} />`}>
    <pre tabindex="0" role="region" aria-label=${title}>${cut ? text.slice(0, FIRST_CHARACTERS) : text}</pre>
    ${cut ? html`<button type="button" onClick=${() => setWhole(true)}>Show all ${number(text.length)} characters</button>` : ""}<//>`;
}

export function Curl({ view, payload }) {
  const fields = [["type", view.type], ["priority", view.priority], ["group", view.group], ["tags", view.tags.length ? view.tags : undefined]]
    .filter(([, value]) => value !== undefined).map(([name, value]) => JSON.stringify(name) + ":" + JSON.stringify(value));
  if (payload !== undefined && payload !== "") fields.push("\"payload\":" + payload);
  const url = new URL("../v1/queues/" + encodeURIComponent(view.queue) + "/tasks", document.baseURI).href;
  const text = "curl " + quoted(url) + " -H 'Content-Type: application/json' \\\n  -d " + quoted("{" + fields.join(",") + "}");
  return html`<details class="panel curl"><summary>cURL: the call that enqueues this task once more</summary>
    <div class="aside"><${Copy} text=${text} /></div><pre tabindex="0" role="region" aria-label="cURL">${text.slice(0, FIRST_CHARACTERS)}</pre></details>`;
}

/** As one word of a shell, whatever is in it. */
function quoted(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

function Copy({ text }) {
  const [copied, setCopied] = useState(false);
  if (!navigator.clipboard) return "";
  return html`<button type="button" class="link" onClick=${() => navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>${copied ? "Copied" : "Copy"}</button>`;
}
