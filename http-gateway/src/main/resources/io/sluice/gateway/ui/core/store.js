// A value that parts of the page follow.

import { useEffect, useReducer } from "../vendor/preact-htm.js";

export function store(first) {
  const listeners = new Set();
  let value = first;
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a store; the component is drawn again when it changes. */
export function useStore(followed) {
  const [, again] = useReducer((count) => count + 1, 0);
  const value = followed.get();
  useEffect(() => {
    if (!Object.is(value, followed.get())) again();
    return followed.listen(again);
  }, [followed]);
  return value;
}
