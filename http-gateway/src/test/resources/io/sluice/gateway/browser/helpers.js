// What the tests do in a page: find things by the names that a user sees, and wait for what is to come.
window.t = (() => {
  const patience = 20000;
  const scope = () => document.querySelector("dialog[open]") ?? document;
  const visible = (one) => one.getClientRects().length > 0;
  const named = (one) => (one.getAttribute("aria-label") ?? one.textContent).trim();

  function until(holds, words) {
    return new Promise((kept, broken) => {
      const end = performance.now() + patience;
      const look = () => {
        let found;
        try {
          found = holds();
        } catch {
          found = false;
        }
        if (found) kept(found);
        else if (performance.now() > end) broken(new Error("never: " + words + "\nthe page shows: " + text().slice(0, 1500)));
        else setTimeout(look, 25);
      };
      look();
    });
  }

  function text() {
    return document.body?.innerText ?? "";
  }

  const find = (name) => [...scope().querySelectorAll("button, a, summary")].find((one) => named(one) === name && visible(one) && !one.disabled);

  async function press(name) {
    const one = await until(() => find(name), "a button or link " + name);
    one.focus();
    one.click();
    return true;
  }

  const field = (label) => [...scope().querySelectorAll("label")].filter((one) => one.textContent.trim().startsWith(label))
    .map((one) => one.querySelector("input, select, textarea")).find(Boolean)
    ?? [...scope().querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === label);

  async function fill(label, value) {
    const one = await until(() => field(label), "a field " + label);
    one.focus();
    if (one.type === "checkbox") {
      if (String(one.checked) !== value) one.click();
      return true;
    }
    const kind = Object.getPrototypeOf(one);
    Object.getOwnPropertyDescriptor(kind, "value").set.call(one, value);
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  document.addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
  return { until, text, press, fill, field, find };
})();
