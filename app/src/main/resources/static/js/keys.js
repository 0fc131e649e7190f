// Single keys: / to the search box, j and k through the results, x to choose one for comparison, ? for help. They can
// be turned off in the help (WCAG 2.1.4), and never act while somebody types.
(() => {
  "use strict";
  const OFF = "tessera-keys-off";
  const help = document.querySelector("#keys");
  const open = document.querySelector("#keys-open");
  if (!help || !open || !help.showModal) return;

  // Whoever lets no page keep anything has the keys on.
  const kept = {
    get off() { try { return localStorage.getItem(OFF) !== null; } catch { return false; } },
    set off(value) { try { value ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* so be it */ } },
  };
  const use = help.querySelector("input");
  use.checked = !kept.off;
  use.addEventListener("change", () => { kept.off = !use.checked; });
  open.hidden = false;
  open.addEventListener("click", () => help.showModal());

  const types = element =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  const results = () => [...document.querySelectorAll("main article.card")];
  const current = () => document.activeElement.closest("main article.card");

  function step(by) {
    const all = results();
    const at = all.indexOf(current());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    const link = all[next]?.querySelector("a");
    if (!link) return false;
    link.focus();
    all[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  const acts = {
    "/": () => {
      const box = document.querySelector("main form[role=search] input[type=search], main input[type=search]");
      if (!box) return false;
      box.focus();
      box.select();
      return true;
    },
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const choice = current()?.querySelector("input[type=checkbox]");
      if (!choice) return false;
      choice.focus();
      choice.click();
      return true;
    },
    "?": () => { help.showModal(); return true; },
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (kept.off || help.open || types(event.target)) return;
    if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
  });
})();
