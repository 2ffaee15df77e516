// What there is to see of the agent's desk in each of its states, and of the wallboard.

const key = (page, name) => page.getByRole("button", { name }).first().click();
const joined = (page) => page.getByText(/^(Ready|In a call|Putting through|Wrap-up|Paused)$/).first().waitFor();

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
  { name: "desk-strip", path: "/calls", world: "rows=40&desk=talking", act: joined },
  { name: "desk-lost", path: "/desk", world: "rows=40&desk=talking", act: async (page) => { await joined(page); await page.route("**/join", () => undefined); await page.reload(); await page.getByText("Reconnecting").first().waitFor(); } },
  { name: "desk-over", path: "/desk", world: "rows=40&desk=paused", act: async (page) => { await joined(page); await key(page, "Sign out"); await page.getByText(/^Your shift has ended/).last().waitFor(); } },
  { name: "wallboard", path: "/wallboard", world: "rows=40" },
  { name: "wallboard-0", path: "/wallboard", world: "rows=0" },
  { name: "wallboard-60", path: "/wallboard", world: "rows=10000" },
];
