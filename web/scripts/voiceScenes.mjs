// What there is to see of calls that go out by themselves: automation, voice agents, conversations, bookings, mail and services.

const key = (page, name) => page.getByRole("button", { name }).first().click();
const end = (page) => page.evaluate(() => document.getElementById("content")?.scrollTo(0, 100_000));
const wait = (page, ms = 250) => page.waitForTimeout(ms);

const rehearse = async (page, answers) => {
  await key(page, "Start the talk");
  for (const answer of answers) {
    await page.getByRole("textbox", { name: "What the callee says" }).fill(answer);
    await page.keyboard.press("Enter");
    await wait(page, 400);
  }
};

export const VOICE_SCENES = [
  { name: "automation", path: "/automation", world: "rows=40" },
  { name: "automation-end", path: "/automation", world: "rows=40", act: end },
  { name: "automation-0", path: "/automation", world: "rows=0" },
  { name: "automation-agent", path: "/automation", world: "rows=40&role=agent" },
  { name: "automation-run", path: "/automation?run=aur_2", world: "rows=40" },
  { name: "automation-cron", path: "/automation", world: "rows=40", act: async (page) => { await key(page, "At set times"); await page.getByRole("textbox", { name: "Cron expression" }).fill("0 9-17 * * 1-5"); await wait(page); } },
  { name: "voice-agents", path: "/voice-agents", world: "rows=40" },
  { name: "voice-agents-0", path: "/voice-agents", world: "rows=0" },
  { name: "voice-agent", path: "/voice-agents/agt_1", world: "rows=40" },
  { name: "voice-agent-end", path: "/voice-agents/agt_1", world: "rows=40", act: end },
  { name: "voice-agent-field", path: "/voice-agents/agt_1", world: "rows=40", act: async (page) => { await page.getByRole("textbox", { name: "First words" }).fill(""); await page.getByRole("textbox", { name: "First words" }).pressSequentially("Hello {{lead"); await wait(page); } },
  { name: "voice-agent-publish", path: "/voice-agents/agt_1", world: "rows=40", act: async (page) => { await key(page, "Publish"); await wait(page); } },
  { name: "voice-agent-leave", path: "/voice-agents/agt_1", world: "rows=40", act: async (page) => { await page.getByRole("textbox", { name: "Name" }).fill("Mara 2"); await page.getByRole("link", { name: "Voice agents" }).last().click(); await wait(page); } },
  { name: "voice-try", path: "/voice-agents/agt_1?tab=try", world: "rows=40" },
  { name: "voice-try-said", path: "/voice-agents/agt_1?tab=try", world: "rows=40", act: (page) => rehearse(page, ["Yes, that is me.", "Thursday at ten works for me."]) },
  { name: "voice-try-over", path: "/voice-agents/agt_1?tab=try", world: "rows=40", act: async (page) => { await rehearse(page, ["Yes, that is me.", "Thursday at ten works for me.", "No, thank you."]); await page.getByText(/^Book appointment \(/).click(); await wait(page); } },
  { name: "voice-try-lead", path: "/voice-agents/agt_1?tab=try", world: "rows=40", act: async (page) => { await page.getByRole("combobox", { name: "Whom it believes to call" }).fill("so"); await wait(page, 600); } },
  { name: "voice-try-keep", path: "/voice-agents/agt_1?tab=try", world: "rows=40", act: async (page) => { await rehearse(page, ["Yes, that is me.", "Thursday at ten works for me."]); await key(page, "Save as eval"); await wait(page); } },
  { name: "voice-try-no-model", path: "/voice-agents/agt_1?tab=try", world: "rows=40", expects: /409/, act: async (page) => { await page.route("**/rehearse", (route) => route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ title: "no model", status: 409, code: "voice_agent.no_text_model", detail: "No language model is set up for rehearsals." }) })); await key(page, "Start the talk"); await wait(page); } },
  { name: "voice-try-speak", path: "/voice-agents/agt_1?tab=try", world: "rows=40", act: async (page) => { await key(page, "By microphone"); await key(page, "Start talking"); await page.getByText("You are talking with Mara.").waitFor(); await wait(page, 900); } },
  { name: "voice-evals", path: "/voice-agents/agt_1?tab=evals", world: "rows=40", act: async (page) => { await page.getByText(/^What is said/).nth(1).click(); await wait(page); } },
  { name: "voice-evals-run", path: "/voice-agents/agt_1?tab=evals", world: "rows=40", act: async (page) => { await key(page, "Run all"); await wait(page); } },
  { name: "voice-evals-0", path: "/voice-agents/agt_3?tab=evals", world: "rows=40" },
  { name: "voice-agent-refused", path: "/voice-agents/agt_1", world: "rows=40", expects: /409/, act: async (page) => { await key(page, "Publish"); await key(page, "Publish version 4"); await page.getByRole("button", { name: "Publish anyway" }).waitFor(); } },
  { name: "conversation", path: "/calls?call=call_192", world: "rows=200", act: async (page) => { await page.getByRole("button", { name: "Play what was said at 0:21" }).click(); await wait(page, 600); } },
  { name: "conversation-tools", path: "/calls?call=call_192", world: "rows=200", act: async (page) => { await page.getByRole("tab", { name: /^What it did/ }).click(); await wait(page); } },
  { name: "conversation-cost", path: "/calls?call=call_192", world: "rows=200", act: async (page) => { await page.getByRole("tab", { name: "Cost" }).click(); await wait(page); } },
  { name: "conversation-turns", path: "/calls?call=call_192", world: "rows=200", act: async (page) => { await page.getByRole("tab", { name: "Time to answer" }).click(); await wait(page); } },
  { name: "conversation-live", path: "/calls?call=call_42", world: "rows=43" },
  { name: "lead-why", path: "/leads/led_1_3", world: "rows=40" },
  { name: "bookings", path: "/bookings", world: "rows=40" },
  { name: "bookings-0", path: "/bookings", world: "rows=0" },
  { name: "bookings-move", path: "/bookings", world: "rows=40", act: async (page) => { await key(page, /^Move:/); await wait(page, 400); } },
  { name: "bookings-new", path: "/bookings", world: "rows=40", act: async (page) => { await key(page, "New appointment"); await page.getByRole("combobox", { name: /^Lead/ }).fill("so"); await wait(page, 700); } },
  { name: "bookings-new-chosen", path: "/bookings", world: "rows=40", act: async (page) => { await key(page, "New appointment"); await page.getByRole("combobox", { name: /^Lead/ }).fill("so"); await wait(page, 700); await page.keyboard.press("Enter"); await page.getByRole("button", { name: /^1\d:/ }).nth(1).click(); await wait(page); } },
  { name: "bookings-cancel", path: "/bookings", world: "rows=40", act: async (page) => { await key(page, /^More for/); await page.getByRole("menuitem", { name: "Cancel the appointment" }).click(); await wait(page); } },
  { name: "mail", path: "/mail", world: "rows=40", act: (page) => wait(page, 700) },
  { name: "mail-text", path: "/mail?kind=missed_call", world: "rows=40", act: async (page) => { await page.getByRole("textbox", { name: "Subject" }).fill("Sorry, {{nickname}}"); await wait(page, 700); } },
  { name: "mail-outbox", path: "/mail?view=outbox", world: "rows=40" },
  { name: "mail-dead-0", path: "/mail?view=outbox&state=failed", world: "rows=0" },
  { name: "mail-suppressed", path: "/mail?view=suppressed", world: "rows=40" },
  { name: "integrations", path: "/settings/integrations", world: "rows=40", act: async (page) => { await key(page, "Test: Cal.com"); await wait(page); } },
  { name: "integration-form", path: "/settings/integrations", world: "rows=40", act: async (page) => { await key(page, "Change: Cal.com"); await wait(page); } },
  { name: "calendar", path: "/settings/calendar", world: "rows=40" },
  { name: "hooks", path: "/settings/webhooks", world: "rows=40" },
  { name: "hooks-log", path: "/settings/webhooks?hook=hook_1", world: "rows=40" },
  { name: "hook-form", path: "/settings/webhooks", world: "rows=40", act: async (page) => { await key(page, "Add a webhook"); await wait(page); } },
];
