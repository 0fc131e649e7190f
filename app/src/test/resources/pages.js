// What axe does not look at, put into every page the tests open.
window.tesseraLook = {
  /** What is wider than the screen though no box of its own scrolls it. */
  tooWide() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const all = [...document.body.querySelectorAll("*")].filter(it =>
      it.getBoundingClientRect().right > room + 1 && !it.closest(".scroll, pre, .away, .skip"));
    return [`${document.documentElement.scrollWidth} px`, ...all.slice(0, 4).map(it => it.outerHTML.slice(0, 120))];
  },

  /** What the Tab key ought to reach, in order and numbered; a group of radio buttons is one stop. */
  stops() {
    document.activeElement?.blur();
    window.getSelection()?.removeAllRanges();
    window.scrollTo(0, 0);
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(it => {
      if (it.disabled || it.type === "hidden" || !it.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false;
      if (it.type !== "radio") return true;
      const group = `${it.form?.action} ${it.name} ${it.closest("tr")?.rowIndex}`;
      return !groups.has(group) && groups.add(group);
    }).map((it, at) => { it.dataset.stop = at; return it.outerHTML.slice(0, 100); });
  },

  /** Where the focus is and whether one sees it; nothing where it is on no element. */
  focus() {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const style = getComputedStyle(it);
    const box = it.getBoundingClientRect();
    return {
      stop: it.dataset.stop ?? "",
      html: it.outerHTML.slice(0, 120),
      skip: it.className === "skip",
      parts: /^(date|radio)$/.test(it.type ?? ""),
      seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0,
      onScreen: box.bottom > 0 && box.top < innerHeight,
    };
  },

  openFolds() {
    document.querySelectorAll("details").forEach(it => { it.open = true; });
  },
};
