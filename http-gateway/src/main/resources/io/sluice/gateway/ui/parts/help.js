// The keys of the page.

import { html, useEffect, useRef } from "../vendor/preact-htm.js";
import { LEADS } from "../core/keys.js";

const NAMES = { bulk: "bulk actions", dead: "dead letters", reports: "load reports" };

export function Help({ close }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  const keys = [["/", "find a task or a queue"], ["?", "show these keys"], ...Object.entries(LEADS).map(([key, view]) => ["g " + key, NAMES[view] ?? view])];
  return html`<dialog ref=${dialog} aria-labelledby="help-title" onClose=${close}>
    <h2 id="help-title">Keys</h2>
    <dl class="keys">${keys.map(([key, what]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>
    <p class="soft">Live stops and resumes updates. Every view has its state in the address: copy it to show someone what you see.</p>
    <div class="acts"><button type="button" class="main" onClick=${() => dialog.current.close()}>Close</button></div></dialog>`;
}
