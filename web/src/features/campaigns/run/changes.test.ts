import { describe, expect, it } from "vitest";

import { someCampaignSettings } from "@/test/seats";

import { changeWords } from "./changes";

const said = (choice: string, before: unknown, after: unknown) => changeWords({ choice, before, after }, (id) => (id === "agt_1" ? "Mara" : undefined)).map((one) => [one.choice, one.before, one.after]);
const settings = someCampaignSettings();

describe("a change in words", () => {
  it("names the choice and its values as the editor does", () => {
    expect(said("mode", "parallel", "progressive")).toEqual([["Mode", "Parallel", "Progressive"]]);
    expect(said("dials_while_joining", false, true)).toEqual([["Dial while an agent is still joining", "Off", "On"]]);
    expect(said("ring_timeout_s", 25, 30)).toEqual([["Ring for at most", "25 seconds", "30 seconds"]]);
    expect(said("time_limit_s", 7_200, 90)).toEqual([["A call lasts at most", "120 minutes", "90 seconds"]]);
    expect(said("wrap_up_s", 60, null)).toEqual([["Wrap-up", "60 seconds", "As long as it takes"]]);
    expect(said("abandon_budget_permille", 30, 25)).toEqual([["Abandoned calls, at most", "3 %", "2.5 %"]]);
    expect(said("caller_id", null, "+14155550100")).toEqual([["Caller ID", "The carrier account’s own number", "+14155550100"]]);
  });
  it("is one line for each part that differs", () => {
    const { selection } = settings;
    expect(said("selection", selection, { ...selection, tags: ["vip", "spring"], regions: ["DE"], statuses: ["new"] })).toEqual([
      ["Only leads that are", "All", "Not called"],
      ["Only these countries", "Every country", "Germany"],
      ["Only with one of these tags", "Any tags, or none", "vip, spring"],
    ]);
    expect(said("retry", settings.retry, { ...settings.retry, busy: { ...settings.retry.busy, delay_minutes: 0, other_hour: false } })).toEqual([["Calling again: Busy", "After 15 min, up to 5 calls, next number, other time of day", "At once, up to 5 calls, next number"]]);
  });
  it("says hours as a whole when they come or go, and by the day when they change", () => {
    const day = { start_minute: 540, end_minute: 1_080 };
    const schedule = { time_zone: "Europe/Berlin", days: [day, day, null, null, null, null, null], holidays: [] };
    expect(said("schedule", null, schedule)).toEqual([["Only at set hours", "At any time", "Mon–Tue 09:00–18:00, Europe/Berlin"]]);
    expect(said("schedule", schedule, { ...schedule, days: [{ ...day, end_minute: 960 }, null, null, null, null, null, null], holidays: ["2026-12-25"] })).toEqual([
      ["Monday", "09:00–18:00", "09:00–16:00"],
      ["Tuesday", "09:00–18:00", "Closed"],
      ["Days without work", "None", "2026-12-25"],
    ]);
  });
  it("cuts long texts to where they differ", () => {
    const text = "Good morning, this is Northwind speaking. ".repeat(10);
    const [[, before = "", after = ""] = []] = said("script", `${text}Bye.`, `${text}Goodbye.`);
    expect([before, after]).toEqual(["…Northwind speaking. Bye.", "…Northwind speaking. Goodbye."]);
    expect(said("message", "", text)[0]?.[2]).toHaveLength(121);
  });
  it("shows what differs where the words are the same", () => {
    const [one] = said("dispositions", [{ code: "a", label: "Sold", final: false }], [{ code: "a", label: "Sold", final: true }]);
    expect(one).toEqual(["Own outcomes for this campaign", '[{"code":"a","label":"Sold","final":false}]', '[{"code":"a","label":"Sold","final":true}]']);
    expect(said("dispositions", null, [{ code: "a", label: "Sold" }])).toEqual([["Own outcomes for this campaign", "The outcomes of the workspace", "Sold"]]);
  });
  it("knows names, and says plainly what it has no words for", () => {
    expect(said("voice_agent_id", null, "agt_1")).toEqual([["Who speaks", "A message", "Mara"]]);
    expect(said("voice_agent_id", "agt_2", null)).toEqual([["Who speaks", "A voice agent", "A message"]]);
    expect(said("pulse", { batch: 5, every: { minutes: 15 } }, { batch: 10, every: { minutes: 15 } })).toEqual([["Automation batch", "5", "10"]]);
    expect(said("newer_choice", { a: [1] }, { a: [2] })).toEqual([["Newer choice a", "[1]", "[2]"]]);
  });
});
