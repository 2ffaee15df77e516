// Takes a picture of every page in every size, theme and amount of data, and reports what axe and the console say.
// Usage: npm run build && npm run shots [-- name...]; pictures go to node_modules/.shots.
// SHOTS and DIST name other folders for the pictures and the built page; WIDTHS and THEMES choose some of them ("1440", "dark").

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { DESK_SCENES } from "./deskScenes.mjs";
import { DIAL_SCENES } from "./dialScenes.mjs";
import { LEAD_SCENES } from "./leadScenes.mjs";
import { MANAGE_SCENES } from "./manageScenes.mjs";
import { VOICE_SCENES } from "./voiceScenes.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const port = 20_000 + Math.floor(Math.random() * 20_000);
const base = `http://127.0.0.1:${port}`;
const out = process.env.SHOTS ?? join(import.meta.dirname, "../node_modules/.shots");
const wanted = process.argv.slice(2);
const widths = (process.env.WIDTHS ?? "1440,1024,360").split(",").map(Number);
const themes = (process.env.THEMES ?? "light,dark").split(",");
mkdirSync(out, { recursive: true });

const NUMBERS = ["+1 415 555 2671", "(212) 555-0123; Blue Finch Dental", "+49 30 901820; Rheinisch-Westfälische Donaudampfschifffahrt", "12345", "+1 808 555 0111", "+1 415 555 2671", "+1 415 555 2666"].join("\n");

const SIZES = [[1440, 900], [1024, 768], [360, 740]];

/** Each scene: a name, a path, the world, and what a person does before the picture. */
const SCENES = [
  { name: "setup", path: "/setup#token=abc", world: "signed_in=0&setup=1&rows=0" },
  { name: "sign-in", path: "/sign-in", world: "signed_in=0&rows=0" },
  { name: "home-0", path: "/", world: "rows=0" },
  { name: "home-3", path: "/", world: "rows=3" },
  { name: "home-10000", path: "/", world: "rows=10000", full: false },
  { name: "card", path: "/", world: "rows=3", act: (page) => prompt(page, 'call +1 415 555 2671, +1 808 555 0111 and +1 415 555 2666 and say "Your order is ready"') },
  { name: "not-understood", path: "/", world: "rows=3", act: (page) => prompt(page, "please paint the office blue") },
  { name: "list", path: "/", world: "rows=3", act: (page) => paste(page, NUMBERS) },
  { name: "start", path: "/", world: "rows=3", act: async (page) => { await paste(page, NUMBERS); await page.getByRole("button", { name: /^Review \d/ }).click(); } },
  { name: "result", path: "/", world: "rows=3", act: async (page) => { await paste(page, NUMBERS); await page.getByRole("button", { name: /^Review \d/ }).click(); await page.getByRole("button", { name: /^Call \d/ }).click(); } },
  { name: "calls", path: "/calls", world: "rows=200" },
  { name: "panel", path: "/calls?call=call_196", world: "rows=200" },
  { name: "panel-receipt", path: "/calls?call=call_199", world: "rows=200", act: (page) => page.getByRole("tab", { name: /^Why/ }).click() },
  { name: "selection", path: "/calls", world: "rows=40", act: async (page) => { for (const row of [2, 3, 4]) await page.getByRole("checkbox").nth(row).click(); } },
  { name: "runs", path: "/runs", world: "rows=300" },
  { name: "runs-0", path: "/runs", world: "rows=0" },
  { name: "dnc", path: "/do-not-call", world: "rows=400" },
  { name: "dnc-0", path: "/do-not-call", world: "rows=0" },
  { name: "workspace", path: "/settings/workspace", world: "rows=3" },
  { name: "carriers", path: "/settings/carriers", world: "rows=3", act: (page) => page.getByRole("button", { name: "Check webhooks" }).first().click() },
  { name: "carrier-form", path: "/settings/carriers", world: "rows=3", act: (page) => page.getByRole("button", { name: "Add a carrier" }).click() },
  { name: "message", path: "/settings/message", world: "rows=3" },
  { name: "rules", path: "/settings/rules", world: "rows=3", act: (page) => page.getByRole("radio", { name: "These countries" }).click() },
  { name: "machines", path: "/settings/machines", world: "rows=3" },
  { name: "outcomes", path: "/settings/outcomes", world: "rows=3" },
  { name: "talking", path: "/settings/talking", world: "rows=3" },
  { name: "users", path: "/settings/users", world: "rows=3" },
  { name: "keys", path: "/settings/api-keys", world: "rows=3" },
  { name: "key-made", path: "/settings/api-keys", world: "rows=3", act: async (page) => { await page.getByRole("button", { name: "Create a key" }).click(); await page.getByRole("textbox", { name: "Name" }).fill("CRM"); await page.getByRole("button", { name: "Create key" }).click(); } },
  { name: "audit", path: "/settings/audit", world: "rows=3" },
  { name: "password", path: "/settings/password", world: "rows=3" },
  { name: "agent", path: "/settings/users", world: "rows=3&role=agent" },
  { name: "palette", path: "/", world: "rows=40", act: async (page) => { await page.keyboard.press("Control+k"); await page.getByRole("combobox", { name: /Command/ }).fill("415"); await page.waitForTimeout(500); } },
  { name: "shortcuts", path: "/", world: "rows=3", act: (page) => page.keyboard.press("?") },
  ...DESK_SCENES,
  ...DIAL_SCENES,
  ...LEAD_SCENES,
  ...MANAGE_SCENES,
  ...VOICE_SCENES,
  { name: "not-found", path: "/nowhere", world: "rows=3" },
];

async function prompt(page, text) {
  await page.getByLabel("What should be done?").fill(text);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
}

async function paste(page, text) {
  await page.getByLabel("Numbers to call").fill(text);
  await page.waitForTimeout(700);
}

const vite = join(import.meta.dirname, "../node_modules/vite/bin/vite.js");
const server = spawn(process.execPath, [vite, "preview", "--config", "vite.mock.config.ts", "--outDir", process.env.DIST ?? "dist", "--port", String(port), "--strictPort"], { cwd: join(import.meta.dirname, ".."), stdio: "inherit" });
const profile = mkdtempSync(join(tmpdir(), "shots-"));
let found = 0;
try {
  await up();
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
    reducedMotion: "reduce",
    timezoneId: "Europe/Berlin",
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  await browser.addInitScript({ path: join(import.meta.dirname, "../mock/loopback.js") });
  let scene = "";
  let expects = null;
  page.on("console", (message) => {
    // Signed out is an answer; /favicon.ico is only asked for by the bare page before each scene.
    if (message.type() !== "error" || message.text().includes("401") || message.location().url.endsWith("/favicon.ico")) return;
    if (expects?.test(message.text())) return;
    found += 1;
    console.log(`${scene}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => {
    found += 1;
    console.log(`${scene}: error: ${error.message}`);
  });
  for (const { name, path, world, act, expects: expected } of SCENES) {
    expects = expected ?? null;
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [width, height] of SIZES.filter(([width]) => widths.includes(width))) {
      for (const theme of themes) {
        scene = `${name}-${width}-${theme}`;
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.goto(`${base}/__mock/world?frozen=1&${world}`);
        await page.evaluate(() => { sessionStorage.clear(); localStorage.clear(); });
        await page.unrouteAll();
        await page.goto(`${base}${path}`);
        await page.waitForLoadState("networkidle");
        await page.waitForTimeout(250);
        await act?.(page);
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(out, `${scene}.png`) });
        found += await audit(page, scene);
      }
    }
  }
  await browser.close();
} finally {
  server.kill();
}
console.log(found === 0 ? "Nothing to complain about." : `${found} complaints.`);
process.exitCode = found === 0 ? 0 : 1;

async function audit(page, scene) {
  // The page's own policy forbids foreign scripts, so axe is evaluated rather than added.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) console.log(`${scene}: the page is wider than the window`);
  for (const violation of violations) {
    console.log(`${scene}: axe ${violation.id}: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}  ${node.any[0]?.message ?? ""}`);
  }
  return violations.length + (wide ? 1 : 0);
}

async function up() {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${base}/api/v1/session`).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The preview server did not come up.");
}
