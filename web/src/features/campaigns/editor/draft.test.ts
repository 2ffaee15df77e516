import { describe, expect, it } from "vitest";

import { readDelay } from "./AgainCard";
import { freshDraft, gapsOf, spokenHarbour } from "./draft";

const fresh = freshDraft("Northwind", "Europe/Berlin");
const complete = { ...fresh, name: "Spring", list_ids: ["lst_1"], settings: { ...fresh.settings, safe_harbour: { ...fresh.settings.safe_harbour, phone: "+14155550100" } } };
const sections = (draft: typeof fresh) => gapsOf(draft).map((gap) => gap.section);

describe("what keeps a campaign from being started", () => {
  it("is a name, a list and a number under which one is reached, at first", () => {
    expect(sections(fresh)).toEqual(["basics", "leads", "answers"]);
    expect(sections(complete)).toEqual([]);
  });
  it("is a missing message where one is to be left or said", () => {
    const { settings } = complete;
    expect(sections({ ...complete, settings: { ...settings, amd: { ...settings.amd, policy: "voicemail_drop" } } })).toEqual(["answers"]);
    expect(sections({ ...complete, settings: { ...settings, mode: "agentless" } })).toEqual(["dialling"]);
    // A voice agent says what it was written for.
    expect(sections({ ...complete, settings: { ...settings, mode: "agentless", voice_agent_id: "agt_1" } })).toEqual([]);
  });
  it("is a week without hours, or a day that closes before it opens", () => {
    const { settings } = complete;
    const schedule = { time_zone: "UTC", holidays: [], days: Array.from({ length: 7 }, () => null) };
    expect(sections({ ...complete, settings: { ...settings, schedule } })).toEqual(["hours"]);
    expect(sections({ ...complete, settings: { ...settings, schedule: { ...schedule, days: [{ start_minute: 600, end_minute: 540 }] } } })).toEqual(["hours"]);
    expect(sections({ ...complete, settings: { ...settings, schedule: null } })).toEqual([]);
  });
});

describe("the words for whom nobody was free", () => {
  it("name the company, the number and the key", () => {
    const said = spokenHarbour({ company: "Acme", phone: "+1 415", opt_out_key: "*", words: null });
    expect(said).toBe("Hello, this is Acme. We are sorry that nobody could speak with you just now. You can reach us at +1 415. To be called no more, press star now.");
    expect(spokenHarbour({ company: "Acme", phone: "+1", opt_out_key: null, words: "{company}: {phone}" })).toBe("Acme: +1");
  });
});

describe("a delay as people type it", () => {
  it("is read in minutes, hours and days", () => {
    expect(["30", "15 min", "4h", "2 d", "at once", "soon", "90 d"].map(readDelay)).toEqual([30, 15, 240, 2_880, 0, undefined, undefined]);
  });
});
