// Asks before something is done: with fields, and for what destroys with a name to type.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { store, useStore } from "../core/store.js";

const open = store(null);

/**
 * Asks, and gives what was entered, or null. A field is { name, label, value, hint, kind, options,
 * required }; with typed, the button waits until that text has been typed.
 */
export function ask({ title, text, fields = [], act, danger = false, typed }) {
  return new Promise((answer) => {
    open.get()?.answer(null);
    open.set({ title, text, fields, act, danger, typed, answer });
  });
}

/** Whether it may be done. */
export async function confirmed(question) {
  return (await ask(question)) !== null;
}

export function Dialogs() {
  const question = useStore(open);
  return question ? html`<${Dialog} key=${question.title} question=${question} />` : "";
}

function Dialog({ question }) {
  const dialog = useRef(null);
  const [values, setValues] = useState(() => Object.fromEntries(question.fields.map((field) => [field.name, field.value ?? ""])));
  const [typed, setTyped] = useState("");
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);
  const close = (value) => {
    open.set(null);
    question.answer(value);
  };
  const ready = !question.typed || typed === question.typed;
  return html`<dialog ref=${dialog} aria-labelledby="dialog-title" onCancel=${(event) => { event.preventDefault(); close(null); }}>
    <form onSubmit=${(event) => { event.preventDefault(); if (ready) close(values); }}>
      <h2 id="dialog-title">${question.title}</h2>
      ${[question.text].flat().filter(Boolean).map((text) => html`<p>${text}</p>`)}
      ${question.fields.map((field) => html`<${Field} key=${field.name} field=${field} value=${values[field.name]}
        onValue=${(value) => setValues((now) => ({ ...now, [field.name]: value }))} />`)}
      ${question.typed ? html`<label class="field"><span>Type <b>${question.typed}</b> to go on</span>
        <input value=${typed} onInput=${(event) => setTyped(event.target.value)} autocomplete="off" spellcheck="false" /></label>` : ""}
      <div class="acts">
        <button type="button" onClick=${() => close(null)}>Leave it</button>
        <button class=${question.danger ? "danger" : "main"} disabled=${!ready}>${question.act}</button>
      </div>
    </form>
  </dialog>`;
}

export function Field({ field, value, onValue }) {
  const set = (event) => onValue(field.kind === "check" ? event.target.checked : event.target.value);
  const about = field.hint ? html`<small>${field.hint}</small>` : "";
  if (field.kind === "check") {
    return html`<label class="check"><input type="checkbox" checked=${Boolean(value)} onChange=${set} /> <span>${field.label}</span>${about}</label>`;
  }
  if (field.kind === "choice") {
    return html`<label class="field"><span>${field.label}</span><select value=${value} onChange=${set}>
      ${field.options.map((option) => html`<option key=${option} value=${option} selected=${option === value}>${option || "as by default"}</option>`)}</select>${about}</label>`;
  }
  if (field.kind === "text") {
    return html`<label class="field"><span>${field.label}</span><textarea rows="8" spellcheck="false" value=${value} onInput=${set}></textarea>${about}</label>`;
  }
  return html`<label class="field"><span>${field.label}</span><input value=${value} required=${Boolean(field.required)}
    autocomplete="off" spellcheck="false" onInput=${set} />${about}</label>`;
}
