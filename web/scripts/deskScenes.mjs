// What there is to see of the agent's desk in each of its states, and of the wallboard.

const key = (page, name) => page.getByRole("button", { name }).first().click();
const joined = (page) => page.getByText(/^(Ready|In a call|On hold|Putting through|Dialling|Wrap-up|Paused|Your phone rings|Your phone hung up)$/).first().waitFor();

export const DESK_SCENES = [
  { name: "desk-0", path: "/desk", world: "rows=0" },
  { name: "desk-sign-in", path: "/desk", world: "rows=40", act: async (page) => { await key(page, "Try the microphone"); await page.waitForTimeout(400); } },
  { name: "desk-denied", path: "/desk", world: "rows=40", act: async (page) => { await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError")); }); await key(page, /^Sign in to/); await page.getByRole("alert").waitFor(); } },
  { name: "desk-paused", path: "/desk", world: "rows=40&desk=paused", act: joined },
  { name: "desk-ready", path: "/desk", world: "rows=40&desk=ready", act: joined },
  { name: "desk-pause", path: "/desk", world: "rows=40&desk=ready", act: async (page) => { await joined(page); await key(page, /^Pause/); await page.waitForTimeout(200); } },
  { name: "desk-coming", path: "/desk", world: "rows=40&desk=coming", act: joined },
  { name: "desk-talking", path: "/desk", world: "rows=40&desk=talking", act: async (page) => { await joined(page); await page.getByLabel("Notes").fill("Wants the offer by Friday."); await page.waitForTimeout(1_000); } },
  { name: "desk-keypad", path: "/desk", world: "rows=40&desk=talking", act: async (page) => { await joined(page); await page.keyboard.press("k"); await page.waitForTimeout(100); await page.keyboard.press("4"); } },
  { name: "desk-beep", path: "/desk", world: "rows=40&desk=machine", act: joined },
  { name: "desk-wrap-up", path: "/desk", world: "rows=40&desk=wrap-up", act: async (page) => { await joined(page); await page.keyboard.press("1"); } },
  { name: "desk-callback", path: "/desk", world: "rows=40&desk=wrap-up", act: async (page) => { await joined(page); await page.keyboard.press("6"); await page.waitForTimeout(200); } },
  { name: "desk-preview", path: "/desk", world: "rows=40&desk=preview", act: joined },
  { name: "desk-manual", path: "/desk", world: "rows=40&desk=manual", act: async (page) => { await joined(page); await page.keyboard.press("j"); await page.waitForTimeout(300); } },
  { name: "desk-hour", path: "/desk", world: "rows=40&desk=manual", act: async (page) => { await joined(page); await page.route("**/dial", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ title: "Refused", status: 422, code: "rule.outside_window", detail: "It is 05:12 in Honolulu, outside the calling window. It opens at 08:00 there." }) })); await key(page, /^Dial /); await page.waitForTimeout(300); }, expects: /422/ },
  { name: "desk-dialing", path: "/desk", world: "rows=40&desk=dialing", act: joined },
  { name: "desk-transfer", path: "/desk", world: "rows=40&desk=talking", act: async (page) => { await joined(page); await page.keyboard.press("t"); await page.getByRole("list", { name: "Colleagues" }).waitFor(); } },
  { name: "desk-asking", path: "/desk", world: "rows=40&desk=asking", act: joined },
  { name: "desk-not-passed", path: "/desk", world: "rows=40&desk=not-passed", act: joined },
  { name: "desk-asked", path: "/desk", world: "rows=40&desk=asked", act: joined },
  { name: "desk-sign-in-phone", path: "/desk", world: "rows=40", act: async (page) => { await page.getByText("My phone", { exact: true }).click(); await page.waitForTimeout(100); } },
  { name: "desk-phone-rings", path: "/desk", world: "rows=40&desk=phone-rings", act: joined },
  { name: "desk-phone-gone", path: "/desk", world: "rows=40&desk=phone-gone", act: joined },
  { name: "desk-strip", path: "/calls", world: "rows=40&desk=talking", act: joined },
  { name: "desk-lost", path: "/desk", world: "rows=40&desk=talking", act: async (page) => { await joined(page); await page.route("**/join", () => undefined); await page.reload(); await page.getByText("Reconnecting").first().waitFor(); } },
  { name: "desk-over", path: "/desk", world: "rows=40&desk=paused", act: async (page) => { await joined(page); await key(page, "Sign out"); await page.getByText(/^Your shift has ended/).last().waitFor(); } },
  { name: "wallboard", path: "/wallboard", world: "rows=40" },
  { name: "wallboard-thresholds", path: "/wallboard", world: "rows=40", act: async (page) => { await key(page, "Thresholds"); await page.waitForTimeout(200); } },
  { name: "wallboard-pause", path: "/wallboard", world: "rows=40", act: async (page) => { await page.getByRole("button", { name: /^More for/ }).first().click(); await page.getByRole("menuitem", { name: /^Pause/ }).click(); await page.waitForTimeout(200); } },
  { name: "wallboard-0", path: "/wallboard", world: "rows=0" },
  { name: "wallboard-60", path: "/wallboard", world: "rows=10000" },
];
