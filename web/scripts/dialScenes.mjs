// What there is to see of the dialler: each state of a call, and the list on its way in.

const CSV = [
  "Full name;Company;Mobile phone;Job title",
  "Grace Hopper;Northwind Traders;+1 415 555 2671;Owner",
  "Amara Okafor;Blue Finch Dental;(212) 555-0123;Office manager",
  "Jun Tanaka;Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG;+1 808 555 0111;",
  "Sofia Alvarez;Cobalt Freight;12345;Owner",
  "Ingrid Nilsson;Juniper Street Books;+1 415 555 2671;Owner",
  "Kofi Mbeki;Harbor & Sons Roofing;+1 303 555 0188;Head of purchasing",
].join("\n");

async function load(page, text) {
  await page.getByLabel("List file").setInputFiles({ name: "spring_list.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(400);
}

async function dial(page, until) {
  await page.getByRole("button", { name: /^Dial Grace Hopper$/ }).first().click();
  if (until) await page.getByText(until, { exact: true }).first().waitFor();
}

async function wrapUp(page) {
  await dial(page, "Connected");
  await page.getByRole("button", { name: /^End call/ }).click();
  await page.getByRole("button", { name: "Save & Next" }).waitFor();
}

async function shelf(page) {
  await page.getByRole("button", { name: "Recorded clips" }).click();
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(200);
}

async function sound(page) {
  // A sound that is at hand: the made-up recording.
  const recording = await page.request.get(new URL("/api/v1/recordings/rec_1", page.url()).href);
  await shelf(page);
  await page.getByLabel("Sound file").setInputFiles({ name: "legal_notice.wav", mimeType: "audio/wav", buffer: await recording.body() });
  await page.getByRole("form", { name: "New clip" }).waitFor();
}

async function record(page) {
  await shelf(page);
  await key(page, "Record a clip");
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.waitForTimeout(1_500);
}

const key = (page, name) => page.getByRole("button", { name, exact: true }).click();

export const DIAL_SCENES = [
  { name: "dial-0", path: "/dial", world: "rows=0" },
  { name: "dial-3", path: "/dial", world: "rows=3" },
  { name: "dial", path: "/dial", world: "rows=40" },
  { name: "dial-10000", path: "/dial", world: "rows=10000" },
  { name: "dial-none", path: "/dial?q=zzz", world: "rows=40" },
  { name: "dial-import", path: "/dial", world: "rows=3", act: (page) => load(page, CSV) },
  { name: "dial-import-missing", path: "/dial", world: "rows=3", act: (page) => load(page, CSV.replace("Mobile phone", "Kontakt")) },
  { name: "dial-import-company", path: "/dial", world: "rows=3", act: (page) => load(page, CSV.replace("Company", "Umsatz")) },
  { name: "dial-import-same", path: "/dial", world: "rows=3", act: async (page) => { await load(page, CSV.replace("Company", "Umsatz")); await page.getByRole("combobox", { name: "Company" }).click(); await page.getByRole("option", { name: "Same as name" }).click(); await page.waitForTimeout(400); } },
  { name: "dial-new-list", path: "/dial", world: "rows=40", act: async (page) => { await key(page, "List actions"); await page.getByRole("menuitem", { name: "Load new list" }).click(); } },
  { name: "dial-lead", path: "/dial?lead=led_1_3", world: "rows=40" },
  { name: "dial-denied", path: "/dial", world: "rows=40", act: async (page) => { await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError")); }); await dial(page, "No microphone"); } },
  { name: "dial-refused", path: "/dial", world: "rows=40", expects: /422/, act: async (page) => { await page.getByRole("button", { name: "Dial Sofia Schmidt" }).click(); await page.getByText("Not dialled", { exact: true }).waitFor(); } },
  { name: "dial-dialling", path: "/dial", world: "rows=40&stop_at=dialing", act: (page) => dial(page, "Dialling") },
  { name: "dial-ringing", path: "/dial", world: "rows=40&stop_at=ringing", act: (page) => dial(page, "Ringing") },
  { name: "dial-connected", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await page.getByLabel("Notes").fill("Wants the offer by Friday."); await page.waitForTimeout(1_200); } },
  { name: "dial-muted", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await key(page, "Mute"); } },
  { name: "dial-keypad", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await key(page, "Keypad"); await key(page, "4"); await key(page, "2"); } },
  { name: "dial-clips", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await key(page, "Clips"); await page.getByRole("button", { name: /^Play Opening line/ }).click(); } },
  { name: "dial-clips-0", path: "/dial", world: "rows=40&clips=0&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await key(page, "Clips"); } },
  { name: "dial-machine", path: "/dial", world: "rows=40&verdict=machine&stop_at=connected", act: (page) => dial(page, "Connected") },
  { name: "dial-beep", path: "/dial", world: "rows=40&verdict=machine_ready&stop_at=connected", act: (page) => dial(page, "Connected") },
  { name: "dial-carrier", path: "/dial", world: "rows=40&bridge=carrier&stop_at=connected", expects: /TwilioVoice|127\.0\.0\.1:9/, act: async (page) => { await dial(page); await page.waitForTimeout(1_500); } },
  { name: "clips", path: "/dial", world: "rows=40", act: (page) => shelf(page) },
  { name: "clips-0", path: "/dial", world: "rows=40&clips=0", act: (page) => shelf(page) },
  { name: "clips-agent", path: "/dial", world: "rows=40&clips=0&role=agent", act: (page) => shelf(page) },
  { name: "clips-record", path: "/dial", world: "rows=40", act: async (page) => { await record(page); } },
  { name: "clips-recorded", path: "/dial", world: "rows=40", act: async (page) => { await record(page); await key(page, "Stop"); await page.getByRole("form", { name: "New clip" }).waitFor(); await key(page, "Listen to it"); await page.waitForTimeout(400); } },
  { name: "clips-file", path: "/dial", world: "rows=40", act: (page) => sound(page) },
  { name: "clips-bad", path: "/dial", world: "rows=40", act: async (page) => { await shelf(page); await page.getByLabel("Sound file").setInputFiles({ name: "letter.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("no sound") }); await page.getByRole("alert").waitFor(); } },
  { name: "clips-remove", path: "/dial", world: "rows=40", act: async (page) => { await shelf(page); await key(page, "Remove Voicemail drop"); } },
  { name: "clips-saved", path: "/dial", world: "rows=40", act: async (page) => { await sound(page); await key(page, "Save clip"); await page.getByText("“legal notice” was added").first().waitFor(); } },
  { name: "dial-audio", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await key(page, "Audio"); } },
  { name: "dial-back", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await page.route("**/join", () => undefined); await page.reload(); await page.getByText("Reconnecting").first().waitFor(); } },
  { name: "dial-small", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); const fold = page.getByRole("button", { name: "Make the call small" }); if (await fold.isVisible()) await fold.click(); } },
  { name: "dial-elsewhere-page", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await dial(page, "Connected"); await page.getByRole("link", { name: "Calls" }).click({ force: true }).catch(() => undefined); } },
  { name: "dial-wrap-up", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await wrapUp(page); await page.keyboard.press("1"); } },
  { name: "dial-callback", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await wrapUp(page); await page.keyboard.press("6"); await key(page, "Tomorrow 10:00").catch(() => undefined); } },
  { name: "dial-next", path: "/dial", world: "rows=40&stop_at=connected", act: async (page) => { await wrapUp(page); await page.keyboard.press("1"); await key(page, "Save & Next"); await page.waitForTimeout(300); } },
  { name: "dial-tune", path: "/dial", world: "rows=40", act: async (page) => { await key(page, "Microphone and speaker"); await key(page, "Try the microphone"); await page.waitForTimeout(400); } },
];
