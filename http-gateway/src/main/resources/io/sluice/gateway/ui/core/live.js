// Keeps what a view shows up to date: asked again every few seconds, never while the tab is hidden.

import { useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { refusal } from "./http.js";
import { store } from "./store.js";

const SLOWEST_MILLIS = 30000;

/** Whether updates are held back, by the switch in the head of the page. */
export const paused = store(false);

/**
 * What load(signal) tells, now and from then on. It is asked afresh when one of the keys changes; until
 * the answer comes there is no value. An error leaves the last value where it is.
 */
export function useLive(load, keys, every = 3000) {
  const [state, setState] = useState({ keys: "", value: undefined, error: null, at: 0 });
  const run = useRef(null);
  const key = JSON.stringify(keys);
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    let failed = 0;
    let asking = false;
    let again = false;
    const look = async (wanted) => {
      // An answer that is on its way may be from before what was just done.
      again ||= asking && wanted === true;
      if (asking || abort.signal.aborted) return;
      if (!wanted && (paused.get() || document.hidden)) return;
      clearTimeout(timer);
      asking = true;
      try {
        const value = await load(abort.signal);
        failed = 0;
        if (!abort.signal.aborted) setState({ keys: key, value, error: null, at: Date.now() });
      } catch (error) {
        if (abort.signal.aborted) return;
        failed++;
        setState((before) => ({ ...(before.keys === key ? before : { keys: key, value: undefined, at: 0 }), error }));
      } finally {
        asking = false;
      }
      if (again) {
        again = false;
        look(true);
      } else if (every && !refusal.get()) timer = setTimeout(look, Math.min(SLOWEST_MILLIS, every * 2 ** Math.min(failed, 4)));
    };
    run.current = () => look(true);
    const wake = () => look(false);
    look(true);
    document.addEventListener("visibilitychange", wake);
    const unpause = paused.listen(wake);
    const allowed = refusal.listen((text) => text || look(true));
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      unpause();
      allowed();
    };
  }, [key, every]);
  const mine = state.keys === key;
  return {
    value: mine ? state.value : undefined,
    error: mine ? state.error : null,
    at: mine ? state.at : 0,
    reload: () => run.current?.(),
  };
}
