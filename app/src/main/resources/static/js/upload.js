// Makes the delivery form send its files one by one and say how far each is. Without this script the
// form works as it stands.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.XMLHttpRequest || !window.DataTransfer) return;

  const input = form.elements.file;
  const chosen = form.querySelector(".chosen");
  const uploads = form.parentElement.querySelector(".uploads");
  const megabytesMax = Number(form.dataset.megabytesMax);
  const POLL_MS = 1000;

  const size = bytes =>
    bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const number = value => value.toLocaleString(document.documentElement.lang || "en");
  // What this script says stands in the page, in the page's language.
  const words = {};
  for (const each of document.querySelectorAll("#upload-words [data-say]")) {
    words[each.dataset.say] = each.textContent;
  }
  const say = (key, ...values) => (words[key] || "").replace(/\{(\d)\}/g, (all, at) => values[at] ?? all);

  function showChosen() {
    chosen.replaceChildren(...[...input.files].map(file => {
      const line = document.createElement("li");
      line.textContent = `${file.name}, ${size(file.size)}`;
      return line;
    }));
    chosen.hidden = input.files.length === 0;
  }
  input.addEventListener("change", showChosen);

  // Every element a drag passes sends its own enter and leave.
  let depth = 0;
  const dragsFiles = event => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const mark = () => document.documentElement.classList.toggle("dropping", depth > 0);
  document.addEventListener("dragenter", event => {
    if (dragsFiles(event)) { depth++; mark(); event.preventDefault(); }
  });
  document.addEventListener("dragleave", event => {
    if (dragsFiles(event)) { depth = Math.max(0, depth - 1); mark(); }
  });
  document.addEventListener("dragover", event => { if (dragsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", event => {
    if (!dragsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    mark();
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    showChosen();
    form.scrollIntoView({ block: "nearest" });
    (form.elements.study.value ? form.querySelector("button") : form.elements.study).focus();
  });

  /** The line of one file in the list of uploads. */
  function line(file) {
    const item = document.createElement("li");
    const name = document.createElement("strong");
    const bar = document.createElement("progress");
    const text = document.createElement("span");
    name.textContent = file.name;
    bar.setAttribute("aria-label", say("progress", file.name));
    item.append(name, bar, text);
    uploads.append(item);
    uploads.hidden = false;
    return {
      at(words, done, total) {
        text.textContent = words;
        if (total > 0) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
      },
      end(words, address) {
        bar.remove();
        text.textContent = ` ${words} `;
        if (address) {
          const link = document.createElement("a");
          link.href = address;
          link.textContent = say("open");
          item.append(link);
        }
      },
      fail(words, again) {
        bar.remove();
        text.remove();
        const problem = document.createElement("p");
        problem.className = "error";
        problem.setAttribute("role", "alert");
        problem.textContent = words;
        item.append(problem);
        if (again) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "quiet";
          button.textContent = say("again");
          button.addEventListener("click", () => { item.remove(); again(); });
          item.append(button);
        }
      },
    };
  }

  const refused = {
    401: say("signed-out"),
    413: say("too-large"),
    503: say("no-space"),
  };

  function message(answer) {
    try { return JSON.parse(answer.responseText).message; } catch { return ""; }
  }

  /** Sends one file; settles when it is done, whatever came of it. */
  function send(file, choice) {
    return new Promise(settle => {
      const shown = line(file);
      const again = () => send(file, choice);
      const fail = (words, retry) => { shown.fail(words, retry); settle(); };
      if (file.size > megabytesMax * 1e6) return fail(refused[413]);
      const address = `${form.dataset.upload}?study=${encodeURIComponent(choice.study)}&dry=${choice.dry}`;
      const request = new XMLHttpRequest();
      const begun = performance.now();
      request.open("POST", address);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      if (choice.password) request.setRequestHeader("X-Workbook-Password", encodeURIComponent(choice.password));
      if (form.dataset.csrfHeader) request.setRequestHeader(form.dataset.csrfHeader, choice.csrf);
      request.upload.addEventListener("progress", event => {
        const seconds = (performance.now() - begun) / 1000;
        const rate = event.loaded / Math.max(seconds, 0.001);
        const left = Math.ceil((event.total - event.loaded) / Math.max(rate, 1));
        shown.at(
          event.loaded < event.total
            ? say("sending", size(event.loaded), size(event.total), size(rate), left)
            : say("sent", size(event.total)),
          event.loaded, event.total);
      });
      request.addEventListener("error", () =>
        fail(say("unsent"), again));
      request.addEventListener("load", () => {
        if (request.status !== 202) {
          return fail(refused[request.status] || message(request) || say("refused", request.status),
            request.status === 413 ? null : again);
        }
        watch(JSON.parse(request.responseText).id, shown).then(settle);
      });
      request.send(file);
    });
  }

  /** Asks how far the delivery is until nothing is left to do. */
  async function watch(id, shown) {
    for (;;) {
      let state;
      try {
        const answer = await fetch(`${form.dataset.upload}/${id}/state`);
        if (!answer.ok) throw new Error(answer.statusText);
        state = await answer.json();
      } catch {
        shown.end(say("unasked", id), `/deliveries/${id}`);
        return;
      }
      if (!state.open) {
        if (state.state === "QUARANTINED") shown.fail(say("quarantined", id, state.message));
        shown.end(
          state.state === "DUPLICATE" ? say("duplicate") :
          state.state === "QUARANTINED" ? "" : say("rows", words[state.state], number(state.counts.accepted), number(state.counts.rejected)), `/deliveries/${id}`);
        return;
      }
      shown.at(state.work
        ? say("work", id, number(state.work.done), number(state.work.total))
        : say("delivery", id, words[state.state]),
        state.work ? state.work.done : 0, state.work ? state.work.total : 0);
      await new Promise(wait => setTimeout(wait, POLL_MS));
    }
  }

  function refreshList() {
    if (window.htmx && document.querySelector("#state")) {
      window.htmx.ajax("GET", "/deliveries", { target: "#state", select: "#state", swap: "outerHTML" });
    }
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    const files = [...input.files];
    const csrf = form.elements._csrf;
    const choice = {
      study: form.elements.study.value,
      dry: form.elements.dry.value,
      password: form.elements.password.value,
      csrf: csrf ? csrf.value : "",
    };
    input.value = "";
    form.elements.password.value = "";
    showChosen();
    for (const file of files) {
      await send(file, choice);
      refreshList();
    }
  });
})();
