// Messages about what was done. They stay until they are dismissed; the newest few are kept.

import { store } from "./store.js";

const MOST = 4;

export const notices = store([]);

let count = 0;

export function say(text, bad = false, link = null) {
  notices.set([...notices.get(), { key: ++count, text, bad, link }].slice(-MOST));
}

export function dismiss(key) {
  notices.set(notices.get().filter((notice) => notice.key !== key));
}

/** Waits for an act and says what came of it; tells whether it was done. */
export async function done(acting, text, link = null) {
  try {
    const answer = await acting;
    say(typeof text === "function" ? text(answer) : text, false, typeof link === "function" ? link(answer) : link);
    return true;
  } catch (error) {
    say(error.message, true);
    return false;
  }
}
