import { describe, expect, it } from "vitest";

import { aLead } from "@/test/leads";

import { merged } from "./script";
import { whyNow } from "./why";

const text = (pieces: ReturnType<typeof merged>) => pieces.map((piece) => piece.text).join("");

describe("a script", () => {
  it("is filled in from the lead and the agent", () => {
    expect(text(merged("Hi {first_name} of {Company}, {agent} here.", aLead(), "Ada Lovelace"))).toBe("Hi Grace of Northwind Traders, Ada Lovelace here.");
  });
  it("shows a field for which nothing is known instead of hiding the gap", () => {
    expect(merged("Dear {email}", aLead(), "Ada")[1]).toEqual({ kind: "missing", text: "{email}" });
    expect(merged("{nonsense}", null, "Ada")).toEqual([{ kind: "missing", text: "{nonsense}" }]);
  });
  it("knows the columns that a list brought along", () => {
    const lead = { ...aLead(), custom: { "Contract end": "May 2027" } };
    expect(text(merged("until {contract end}", lead, "Ada"))).toBe("until May 2027");
  });
});

describe("why a lead is called now", () => {
  const now = Date.parse("2026-11-21T18:40:00Z");
  it("is its first call", () => {
    expect(whyNow(aLead({ status: "calling", call_attempts: 1 }), [], now)).toBe("First call to this lead");
  });
  it("is a callback that was agreed, by its clock and ours", () => {
    expect(whyNow(aLead({ callback_at: "2026-11-21T18:40:00Z" }), [], now)).toMatch(/^Call back, agreed for .*10:40 for them/);
  });
  it("is another try, with what came of the last", () => {
    const lead = aLead({ status: "calling", call_attempts: 3, last_called_at: "2026-11-21T14:40:00Z", last_outcome: "no_answer" });
    expect(whyNow(lead, [], now)).toBe("Try 3; last time: no answer, 4 h ago");
  });
});
