// Holds every page of a running demonstration node against axe-core, and against what axe does not see:
// pages wider than the screen, controls the Tab key misses, a focus nobody sees, a skip link that is not first.
//
//   npm install --no-save axe-core playwright-core && node docs/screenshots/axe.mjs [base URL] [part of a page's address]
//
// Needs Chromium. It signs in with the demonstration accounts; where they have no request and no cohort yet, it makes one.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const base = process.argv[2] ?? "http://localhost:8080";
const only = process.argv[3] ?? "";
const browserPath = ["chromium", "chromium-browser", "google-chrome"]
  .map(name => join("/usr/bin", name)).find(existsSync);
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SCREENS = [[1280, 900], [390, 844]].flatMap(
  ([width, height]) => ["light", "dark"].map(colorScheme => ({ width, height, colorScheme })));

const three = JSON.stringify({ all: [
  { level: "patient", where: { sex: ["female"] } },
  { any: [{ level: "patient", where: { diagnosis: ["C50"] } }, { level: "patient", where: { diagnosis: ["C34"] } }] },
  { level: "series", where: { modality: ["MR"] } },
] });
const cohort = `cohort=${encodeURIComponent(three)}`;

// A pattern stands for the first address of that form on the page before it.
const everybody = [
  "/", "/catalogue?q=breast", "/catalogue?q=breast&sex=female&modality=MR", "/catalogue?q=nothing-has-this-name",
  "/catalogue/breast", "/catalogue/compare", "/catalogue/compare?c=breast&c=lung", "/catalogue/compare?c=breast&c=lung&c=prostate&c=colorectal",
  "/cohorts", "/cohorts?add=modality", "/cohorts?add=age", `/cohorts?${cohort}`, `/cohorts?${cohort}&or=1`,
  `/cohorts?${cohort}&measure=area&expected=0.85&half=0.05&controls=1`, "/sign-in", "/there-is-no-such-page",
  "/catalogue?diagnosis=C15-C26&age=40..70&lang=ru", "/catalogue/biobanks/demo-hospital", "/catalogue/networks/demo-network",
];
const pages = {
  "": everybody,
  researcher: ["/", "/account", `/cohorts/saved/new?${cohort}`, "/cohorts/saved", /\/cohorts\/saved\/(?!new)[^/?]+$/,
    "/requests/new?collection=breast", "/requests", /\/requests\/(?!new)[^/?]+$/, "/people"],
  committee: ["/requests", /\/requests\/(?!new)[^/?]+$/],
  manager: ["/cohorts", `/cohorts?${cohort}`, `/cohorts/patients?${cohort}`, "/deliveries", /\/deliveries\/\d+$/, "/deliveries/1", "/lookup",
    "/studies", /\/studies\/[^/]+\/coverage$/, "/studies/lung/coverage", "/studies/lineage", "/studies/lineage?of=Patient/none",
    "/imaging", /\/imaging\/[^/]+\/[0-9.]+$/, "/descriptions", "/descriptions/biobank/demo-hospital", "/descriptions/collection/breast",
    "/vocabularies", "/vocabularies?q=breast"],
  auditor: ["/audit", "/audit?actor=nobody-of-this-name"],
  admin: ["/people"],
};

const found = [];
const tell = (where, what) => { found.push(what); console.log(`${where}: ${what}`); };
const undecided = new Map();

async function signIn(page, role) {
  await page.goto(`${base}/sign-in`);
  await page.fill("#username", `demo-${role}`);
  await page.fill("#password", `tessera-demo-${role}`);
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
  if (new URL(page.url()).pathname === "/sign-in") throw new Error(`demo-${role} may not sign in`);
}

/** A request and a cohort, so that their pages have something to show. */
async function prepare(browser) {
  const page = await browser.newPage();
  await signIn(page, "researcher");
  await page.goto(`${base}/cohorts/saved`);
  if (await page.locator("main tbody a").count() === 0) {
    await page.goto(`${base}/cohorts/saved/new?${cohort}`);
    await page.fill("#name", "Women with MR");
    await Promise.all([page.waitForNavigation(), page.click("main button")]);
  }
  await page.goto(`${base}/requests`);
  if (await page.locator("main tbody a").count() === 0) {
    await page.goto(`${base}/requests/new?collection=breast`);
    await page.fill("#title", "Screening of dense breasts");
    await page.fill("#justification", "To compare readings of magnetic resonance images with mammography.");
    await Promise.all([page.waitForNavigation(), page.click("main button")]);
  }
  await page.close();
}

/** The address to open, of a pattern the first one the open page leads to. */
async function address(page, what) {
  if (typeof what === "string") return what;
  const links = await page.$$eval("main a", all => all.map(it => it.pathname + it.search));
  return links.find(it => what.test(it));
}

async function axeFinds(page, where) {
  const result = await page.evaluate(([source, tags]) => {
    if (!window.axe) (0, eval)(source);
    return window.axe.run(document, { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } });
  }, [axe, TAGS]);
  for (const violation of result.violations) {
    for (const node of violation.nodes.slice(0, 3)) {
      tell(where, `${violation.id} (${violation.nodes.length}): ${node.target.join(" ")} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""} ${node.html.slice(0, 160)}`);
    }
  }
  for (const rule of result.incomplete) undecided.set(rule.id, (undecided.get(rule.id) ?? new Set()).add(where.split(" at ")[0]));
}

/** What is wider than the screen though no box of its own scrolls it. */
const tooWide = () => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const all = [...document.body.querySelectorAll("*")].filter(it =>
    it.getBoundingClientRect().right > room + 1 && !it.closest(".scroll, pre, .away, .skip"));
  return [`${document.documentElement.scrollWidth} px`, ...all.slice(0, 4).map(it => it.outerHTML.slice(0, 120))];
};

/** What the Tab key ought to reach, in order; a group of radio buttons is one stop. */
const stops = () => {
  const groups = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(it => {
    if (it.disabled || it.type === "hidden" || !it.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false;
    if (it.type !== "radio") return true;
    const group = `${it.form?.action} ${it.name} ${it.closest("tr")?.rowIndex}`;
    return !groups.has(group) && groups.add(group);
  }).map((it, at) => { it.dataset.stop = at; return it.outerHTML.slice(0, 100); });
};

async function keyboard(page, where) {
  await page.evaluate(() => { document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); window.scrollTo(0, 0); });
  const expected = await page.evaluate(stops);
  const reached = new Set();
  let first = true;
  let wrapped = false;
  for (let at = 0; at < expected.length * 2 + 10; at++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body) return null;
      const style = getComputedStyle(it);
      const box = it.getBoundingClientRect();
      return {
        stop: it.dataset.stop, skip: it.className === "skip", html: it.outerHTML.slice(0, 120),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0,
        place: box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (!now && !wrapped) { wrapped = true; continue; } // a page that sets the focus itself is gone through from there
    if (!now || (now.stop && reached.has(now.stop) && !/type="(date|radio)"/.test(now.html))) break;
    if (first && !now.skip && !where.includes("sign-in")) tell(where, `keyboard: the first stop is not the skip link but ${now.html}`);
    first = false;
    if (!now.seen) tell(where, `keyboard: no visible focus on ${now.html}`);
    if (!now.place) tell(where, `keyboard: the focus is off the screen on ${now.html}`);
    if (now.stop) reached.add(now.stop);
  }
  await page.evaluate(() => document.activeElement?.blur());
  const missed = expected.filter((_, at) => !reached.has(String(at)));
  if (missed.length > 0) tell(where, `keyboard: ${missed.length} of ${expected.length} not reached: ${missed.slice(0, 3).join(" | ")}`);
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
const opened = new Set();
await prepare(browser);
await Promise.all(Object.entries(pages).map(async ([role, list]) => {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  if (role) await signIn(page, role);
  for (const what of list) {
    const path = await address(page, what);
    if (!path) { tell(`${role} ${what}`, "no such page to open"); continue; }
    if (!path.includes(only)) { await page.goto(base + path); continue; }
    const name = `${role || "anonymous"} ${decodeURIComponent(path)}`;
    opened.add(name);
    for (const { width, height, colorScheme } of SCREENS) {
      const where = `${name} at ${width} ${colorScheme}`;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.goto(base + path);
      await axeFinds(page, where);
      if (colorScheme === "light") await keyboard(page, where);
      await page.$$eval("details", all => all.forEach(it => { it.open = true; }));
      await axeFinds(page, `${where}, all opened`);
      const wide = await page.evaluate(tooWide);
      if (wide.length > 0) tell(where, `wider than the screen: ${wide.join(" | ")}`);
    }
    console.log(name);
  }
  await context.close();
}));
await browser.close();
for (const [rule, places] of undecided) console.log(`undecided by axe: ${rule} on ${places.size} pages, such as ${[...places][0]}`);
console.log(`axe-core ${/axe v([0-9.]+)/.exec(axe)?.[1]}: ${opened.size} pages, each at ${SCREENS.length} screens: ${found.length} findings`);
process.exit(found.length > 0 ? 1 : 0);
