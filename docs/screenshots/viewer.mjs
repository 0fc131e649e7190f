// Opens an imaging study of a running demonstration node in the viewer, fails unless a picture is seen there, and photographs it.
//
//   ./tessera viewer install && npm install --no-save playwright-core && node docs/screenshots/viewer.mjs [base URL]
//
// Needs Chromium. Writes viewer-1024.png beside this script.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "here.js"));
const { chromium } = require("playwright-core");
const base = process.argv[2] ?? "http://localhost:8080";
const here = dirname(fileURLToPath(import.meta.url));
const executablePath = ["chromium", "chromium-browser", "google-chrome"]
  .map(name => join("/usr/bin", name)).find(existsSync);
const SHADES_MIN = 32;

const browser = await chromium.launch({ executablePath,
  args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"] });
const page = await browser.newPage({ viewport: { width: 1024, height: 700 } });
const wrong = [];
page.on("pageerror", error => wrong.push(String(error)));
page.on("console", message => message.type() === "error" && wrong.push(message.text()));
page.on("request", request => new URL(request.url()).origin === new URL(base).origin
  || /^(blob|data):/.test(request.url()) || wrong.push(`asked another host: ${request.url()}`));

await page.goto(`${base}/sign-in`);
await page.fill("input[name=username]", "demo-manager");
await page.fill("input[type=password]", "tessera-demo-manager");
await page.click("main form button");
await page.goto(`${base}/imaging`);
await page.locator("tr:has-text('MR breast') a[href*='/imaging/breast/']").first().click();
await page.click("text=Open in the viewer");
await page.waitForSelector("canvas", { timeout: 60_000 });
await page.click("text=Confirm and hide");
let shades = 0;
for (let i = 0; i < 30 && shades < SHADES_MIN; i++) {
  await page.waitForTimeout(1000);
  const shot = (await page.locator("canvas").first().screenshot()).toString("base64");
  shades = await page.evaluate(async png => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const greys = new Set();
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === data[at + 1] && data[at] === data[at + 2]) greys.add(data[at]);
    }
    return greys.size;
  }, shot);
}
await page.screenshot({ path: join(here, "viewer-1024.png") });
await browser.close();
if (shades < SHADES_MIN) wrong.push(`the viewer shows ${shades} shades of grey: no picture`);
wrong.forEach(line => console.error(line));
console.log(`${shades} shades of grey, ${wrong.length} troubles`);
process.exit(wrong.length ? 1 : 0);
