import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { aLead, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aCall } from "@/test/samples";
import { answers, problem } from "@/test/server";

import type { Diallable, LeadEvent } from "../model";
import { LeadPanel } from "./LeadPanel";

const ADA = { kind: "user", id: "usr_1", name: "Ada" };
const LEAD = aLead({ company_name: "Northwind Traders", custom: { Industry: "Books" }, tags: ["vip"] });
const CALL = aCall({ id: "call_7", lead_id: "led_1", state: "ended", outcome: "completed", recording: { id: "rec_1", url: "/api/v1/recordings/rec_1", duration_ms: 6_000, channels: 2 } as never });
const EVENTS: LeadEvent[] = [
  { at: "2026-11-21T18:45:00Z", kind: "note", title: "Note", detail: "Wants the offer by Friday.", call_id: "call_7", by: ADA },
  { at: "2026-11-21T18:40:00Z", kind: "call", title: "Called, talked for 1:24", detail: null, call_id: "call_7", by: ADA },
  { at: "2026-11-20T09:12:00Z", kind: "import", title: "Imported from messe.csv", detail: null, call_id: null, by: ADA },
];
const ALLOWED: Diallable = {
  allowed: true,
  number: "+14155552671",
  zones: ["America/Los_Angeles"],
  next_opening: null,
  rules: [
    { code: "do_not_call", allowed: true, sentence: "The number is not on the do-not-call list.", until: null },
    { code: "outside_window", allowed: true, sentence: "10:40 there; the window is 08:00 to 21:00.", until: null },
  ],
  campaigns: [],
  why_last: { at: "2026-11-21T18:40:00Z", sentence: "Ada dialled it; every rule allowed it." },
};

function show(diallable: Diallable = ALLOWED) {
  answers("get", "/leads/led_1", { lead: LEAD, calls: [CALL] } as never);
  answers("get", "/leads/led_1/timeline", { items: EVENTS, next_cursor: null } as never);
  answers("get", "/leads/led_1/diallable", diallable as never);
  answers("get", "/dispositions", { items: someDispositions() });
  const onClose = vi.fn();
  return { onClose, ...renderAs("agent", <LeadPanel id="led_1" listName={() => "Spring list"} onClose={onClose} />) };
}

describe("a lead beside the table", () => {
  it("says that it may be called, by which rules, and why it was called last", async () => {
    const { user } = show();
    const card = await screen.findByRole("region", { name: "May it be called now?" });
    await user.click(await within(card).findByText("May be called now"));
    expect(within(card).getByText("10:40 there; the window is 08:00 to 21:00.")).toBeVisible();
    expect(within(card).getByText("Ada dialled it; every rule allowed it.")).toBeInTheDocument();
  });
  it("says from when it may be called by both clocks, and which rule is against it", async () => {
    const until = "2026-11-22T16:00:00Z";
    show({ ...ALLOWED, allowed: false, next_opening: until, rules: [{ code: "outside_window", allowed: false, sentence: "It is 05:12 in Honolulu; the window is 08:00 to 21:00.", until }] });
    expect(await screen.findByText(/^Not now; from .* for them, .* here$/)).toBeInTheDocument();
    expect(screen.getAllByText("It is 05:12 in Honolulu; the window is 08:00 to 21:00.").length).toBeGreaterThan(0);
  });
  it("tells all that happened; a call leads to its panel and plays what was recorded", async () => {
    show();
    const timeline = await screen.findByRole("region", { name: "Timeline" });
    expect(await within(timeline).findByRole("link", { name: "Called, talked for 1:24" })).toHaveAttribute("href", "/calls?call=call_7");
    expect(within(timeline).getByRole("group", { name: "Recording" })).toBeInTheDocument();
    expect(within(timeline).getByText("Wants the offer by Friday.")).toBeInTheDocument();
  });
  it("is corrected in place with Enter, and Escape in a field does not close the panel", async () => {
    const { user, onClose } = show();
    const asked = answers("patch", "/leads/led_1", { ...LEAD, company_name: "Northwind Ltd", revision: 2 } as never);
    await user.click(await screen.findByRole("button", { name: /^Company:/ }));
    await user.keyboard("{Escape}");
    expect(onClose).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: /^Company:/ }));
    await user.clear(screen.getByRole("textbox", { name: "Company of Grace Hopper" }));
    await user.keyboard("Northwind Ltd{Enter}");
    expect(await screen.findByText("Northwind Ltd")).toBeInTheDocument();
    expect(asked.map(({ body }) => body)).toEqual([{ company_name: "Northwind Ltd" }]);
  });
  it("keeps what was typed when the server does not take it, and says why", async () => {
    const { user } = show();
    answers("patch", "/leads/led_1", () => problem(422, "request.invalid", "“Mars” is not a time zone."));
    await user.click(await screen.findByRole("button", { name: /^Time zone:/ }));
    await user.type(screen.getByRole("combobox", { name: "Time zone of Grace Hopper" }), "Mars{Enter}");
    expect(await screen.findByText("“Mars” is not a time zone.")).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: "Time zone of Grace Hopper" })).toHaveValue("Mars");
  });
  it("shows the fields that only its list had", async () => {
    show();
    expect(await screen.findByRole("button", { name: /^Industry:\s*Books/ })).toBeInTheDocument();
  });
});
