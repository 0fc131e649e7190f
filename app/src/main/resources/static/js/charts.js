// Draws the tables of a page that are marked `data-chart`, from what stands in their cells and nothing else: a cell
// without a number to tell has the size 0 and keeps its words. The tables stay: screen readers and pages without
// this script have them, and one button shows them to everybody.
(() => {
  "use strict";
  const SHAPES = { bars, pyramid };
  const ROW = 26;
  const BAR = 14;
  const LINE = 16;
  const SIZE = 13;
  const MOST_LINES = 3;

  const echarts = window.echarts;
  const drawings = [];
  if (!echarts) return;

  const words = {};
  for (const each of document.querySelectorAll("#chart-words [data-say]")) {
    words[each.dataset.say] = each.textContent;
  }

  // Colours stand in the stylesheet, light and dark; an element that wears one tells what it comes to now.
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  function colour(name) {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }
  const series = number => `chart-${number % 8 + 1}`;

  const font = getComputedStyle(document.body).fontFamily;
  const width = text => echarts.format.getTextRect(text, `${SIZE}px ${font}`).width;
  const widest = texts => Math.ceil(Math.max(0, ...texts.map(width)));

  const told = element => element ? element.textContent.trim().replace(/\s+/g, " ") : "";
  const cell = element => ({ size: Number(element.dataset.size), label: told(element) });
  const rows = body => [...body.rows].map(row => ({
    name: told(row.cells[0]),
    cells: [...row.querySelectorAll("[data-size]")].map(cell),
  })).filter(row => row.cells.length);

  /** What all charts have in common: names at the left, as wide as they need, and nothing that moves. */
  function frame(room, names, right) {
    const left = Math.min(widest(names) + 12, Math.floor(room * 0.42));
    const lines = Math.min(MOST_LINES, Math.max(1, ...names.map(name => Math.ceil(width(name) * 1.15 / (left - 8)))));
    return {
      left,
      lines,
      option: {
        animation: false,
        textStyle: { fontFamily: font, fontSize: SIZE, color: colour("ink") },
        grid: { left, right, top: 4, bottom: 4 },
        yAxis: {
          type: "category", inverse: true, data: names,
          axisLine: { show: true, lineStyle: { color: colour("edge") } }, axisTick: { show: false },
          axisLabel: {
            color: colour("ink"), fontSize: SIZE, lineHeight: LINE, interval: 0, margin: 8,
            width: left - 8, overflow: lines < MOST_LINES ? "break" : "truncate",
          },
        },
      },
    };
  }
  const values = (least, most) => ({ type: "value", show: false, min: least, max: most });

  /** One series of bars, its numbers written at their ends; what is not told is written in the softer ink. */
  function drawn(number, name, cells, more) {
    return {
      type: "bar", name, silent: true, barWidth: BAR, itemStyle: { color: colour(series(number)), borderRadius: 1 },
      data: cells.map(one => ({
        value: (more.sign || 1) * one.size,
        label: { color: colour(one.size ? "ink" : "soft") },
      })),
      label: {
        show: true, position: more.sign < 0 ? "left" : "right", distance: 4, fontSize: SIZE, fontFamily: font,
        formatter: at => (more.letter && cells[at.dataIndex].label ? `${more.letter} ` : "") + cells[at.dataIndex].label,
      },
      ...more.bar,
    };
  }

  function bars(box, room) {
    const all = rows(box.querySelector("tbody"));
    const labels = all.map(row => row.cells[0].label);
    const { option, lines } = frame(room, all.map(row => row.name), widest(labels) + 8);
    option.xAxis = values(0, Math.max(1, Number(box.dataset.most) || 0));
    option.series = [drawn(0, "", all.map(row => row.cells[0]), {})];
    return { option, height: all.length * Math.max(ROW, lines * LINE + 6) + 8 };
  }

  /** Two columns stand back to back; one, or more than two, beside each other. */
  function pyramid(box, room) {
    const all = rows(box.querySelector("tbody"));
    const columns = [...box.querySelectorAll("thead th")].slice(1).map(told);
    const labels = widest(all.flatMap(row => row.cells.map(one => one.label))) + 8;
    const two = columns.length === 2;
    const { option, left, lines } = frame(room, all.map(row => row.name), labels);
    const most = Math.max(1, ...all.flatMap(row => row.cells.map(one => one.size)));
    const half = (room - left - labels) / 2;
    const share = Math.max(0.2, (half - labels) / half);
    option.xAxis = two ? values(-most / share, most) : values(0, most);
    option.grid.top = 24;
    option.title = columns.map((text, at) => ({
      text: `{mark|■} ${text}`, top: 0, textAlign: "center", padding: 0,
      left: two ? left + half * (at + 0.5) : left + (room - left) / columns.length * (at + 0.5),
      textStyle: {
        color: colour("ink"), fontSize: SIZE, fontWeight: 600, fontFamily: font,
        rich: { mark: { color: colour(series(at)), fontSize: SIZE } },
      },
    }));
    option.series = columns.map((name, at) => drawn(at, name, all.map(row => row.cells[at]), {
      sign: two && at === 0 ? -1 : 1, bar: two ? { barGap: "-100%" } : { barGap: "10%" },
    }));
    const band = two ? ROW : columns.length * (BAR + 3) + 10;
    return { option, height: all.length * Math.max(band, lines * LINE + 6) + 28 };
  }

  /** One attribute of collections and datasets side by side, which have letters. */
  function sides(group, room) {
    const labels = widest(group.rows.flatMap(row => row.cells.map(one => `A ${one.label}`))) + 8;
    const { option, lines } = frame(room, group.rows.map(row => row.name), labels);
    option.xAxis = values(0, 100);
    option.series = group.sides.map((name, at) => drawn(at, name, group.rows.map(row => row.cells[at]), {
      letter: letter(at), bar: { barGap: "15%", barCategoryGap: "20%" },
    }));
    const band = group.sides.length * (BAR + 3) + 10;
    return { option, height: group.rows.length * Math.max(band, lines * LINE + 6) + 8 };
  }
  const letter = at => String.fromCharCode(65 + at);

  /** A chart in its place, drawn again whenever its room or the colours change. */
  function place(picture, made) {
    picture.className = "picture";
    picture.setAttribute("aria-hidden", "true");
    const drawing = { chart: null, room: 0, draw };
    function draw() {
      const room = picture.clientWidth;
      if (!room) return;
      const { option, height } = made(room);
      picture.style.height = `${height}px`;
      drawing.room = room;
      drawing.chart = drawing.chart || echarts.init(picture, null, { renderer: "svg" });
      drawing.chart.resize({ width: room, height });
      drawing.chart.setOption(option, true);
      drawing.chart.getZr().flush();
    }
    drawings.push(drawing);
    draw();
    new ResizeObserver(() => { if (picture.clientWidth !== drawing.room) draw(); }).observe(picture);
  }
  const again = () => drawings.forEach(drawing => drawing.draw());

  const boxes = [...document.querySelectorAll("[data-chart]")].filter(box => box.querySelector("[data-size]"));
  for (const box of boxes) {
    const numbers = document.createElement("div");
    const picture = document.createElement("div");
    numbers.className = "numbers";
    numbers.append(...box.childNodes);
    box.append(picture, numbers);
    place(picture, room => SHAPES[box.dataset.chart](box, room));
  }

  /** Charts are seen and tables only heard, or the other way round. */
  function show(tables) {
    for (const box of boxes) {
      box.querySelector(".picture").hidden = tables;
      const numbers = box.querySelector(".numbers");
      numbers.classList.toggle("away", !tables);
      // A box that nobody sees is no stop of the Tab key.
      for (const scroll of numbers.querySelectorAll(".scroll")) scroll.tabIndex = tables ? 0 : -1;
    }
    if (!tables) again();
  }
  if (boxes.length) {
    const button = document.createElement("button");
    let tables = false;
    button.type = "button";
    button.className = "quiet small";
    button.textContent = words.tables;
    button.addEventListener("click", () => {
      tables = !tables;
      button.textContent = tables ? words.charts : words.tables;
      show(tables);
    });
    const first = boxes[0].closest(".charts") || boxes[0];
    first.before(button);
    show(false);
  }

  function compare(fold) {
    const table = document.querySelector(fold.dataset.sides);
    const names = [...table.tHead.rows[0].cells].slice(1).map(head => told(head.querySelector("a") || head));
    const legend = fold.querySelector(".legend");
    fold.hidden = false;
    names.forEach((name, at) => {
      const entry = document.createElement("span");
      const mark = document.createElement("i");
      mark.style.background = `var(--${series(at)})`;
      mark.setAttribute("aria-hidden", "true");
      entry.append(mark, `${letter(at)} ${name}`);
      legend.append(entry);
    });
    for (const body of table.tBodies) {
      const group = { sides: names, rows: rows(body) };
      if (!group.rows.length) continue;
      const section = document.createElement("section");
      const title = document.createElement("h3");
      const picture = document.createElement("div");
      section.className = "chart";
      title.textContent = told(body.rows[0].cells[0]);
      section.append(title, picture);
      fold.querySelector(".charts").append(section);
      place(picture, room => sides(group, room));
    }
  }
  document.querySelectorAll("details[data-sides]").forEach(compare);

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  // Paper is light, whatever the screen is.
  let theme;
  window.addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    again();
  });
  window.addEventListener("afterprint", () => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    again();
  });
})();
