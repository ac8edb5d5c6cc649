// Light or dark: as the system says, or as it was chosen here.

import { store } from "./store.js";

const KEY = "sluice.theme";
const THEMES = ["system", "light", "dark"];

export const theme = store(kept());

apply(theme.get());
theme.listen(apply);

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length];
  chooseTheme(next);
}

export function chooseTheme(name) {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Then it is for this tab alone.
  }
  theme.set(name);
}

function kept() {
  try {
    const name = localStorage.getItem(KEY);
    return THEMES.includes(name) ? name : "system";
  } catch {
    return "system";
  }
}

function apply(name) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}
