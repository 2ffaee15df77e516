import { act, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { describe, expect, it, vi } from "vitest";

import { live } from "@/live/browser";
import { EMPTY } from "@/live/projection";
import { faults } from "@/test/axe";
import { aLead, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aCampaign, aCampaignLive, someCampaignSettings } from "@/test/seats";
import { answers, problem } from "@/test/server";

import type { CampaignSummary } from "../model";
import { CampaignPage } from "./CampaignPage";

const told: CampaignSummary = { id: "cmp_1", revision: 3, state: "draining", name: "Spring offer", counts: { leads: 500, done: 300, left_out: 4 }, live: aCampaignLive({ pacer: "Told by the channel.", blocked: [{ code: "do_not_call", sentence: "On the do-not-call list", leads: 27 }] }) };

function open(link: "live" | "stale", campaigns: CampaignSummary[]) {
  const stateOf = (all: CampaignSummary[]) => ({ link, heardAt: null, projection: { ...EMPTY, seq: 1, campaigns: new Map(all.map((one) => [one.id, one])) } });
  let state = stateOf(campaigns);
  const listeners = new Set<() => void>();
  vi.spyOn(live, "current").mockImplementation(() => state);
  vi.spyOn(live, "subscribe").mockImplementation((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  const tell = (campaign: CampaignSummary) =>
    act(() => {
      state = stateOf([campaign]);
      for (const listener of listeners) listener();
    });
  answers("get", "/campaigns/cmp_1", aCampaign() as never);
  const watched = answers("get", "/campaigns/cmp_1/live", aCampaignLive({ pacer: "Asked of the server." }) as never);
  const leads = answers("get", "/campaigns/cmp_1/leads", {
    items: [{ lead: aLead(), place: "due", why: null, due_at: null, attempts: 0, next_phone_display: "+1 415-555-2671" }, { lead: aLead({ id: "led_2", contact_name: "Jun Tanaka" }), place: "due", why: { code: "canceled", sentence: "Its line was cancelled while it rang." }, due_at: null, attempts: 2, next_phone_display: null }],
    next_cursor: null,
  } as never);
  answers("get", "/dispositions", { items: someDispositions() });
  answers("get", "/reports/campaigns/cmp_1", { total: { dispositions: { connected: 30, not_interested: 12 } }, rows: [] } as never);
  const shown = renderAs("manager", <Routes><Route path="/campaigns/:id" element={<CampaignPage />} /></Routes>, "/campaigns/cmp_1");
  return { ...shown, watched, leads, tell };
}

describe("the run view", () => {
  it("shows what the live channel tells, without asking for it", async () => {
    const { watched } = open("live", [told]);
    expect(await screen.findByText("Told by the channel.")).toBeInTheDocument();
    expect(screen.getByText("Draining")).toBeInTheDocument();
    expect(within(screen.getByRole("region", { name: "Progress" })).getByText("196")).toBeInTheDocument();
    expect(screen.getByText("27")).toBeInTheDocument();
    expect(watched).toHaveLength(0);
  });
  it("asks while the channel is down or silent about the campaign", async () => {
    const { watched } = open("stale", []);
    expect(await screen.findByText("Asked of the server.")).toBeInTheDocument();
    expect(watched.length).toBeGreaterThan(0);
  });
  it("ends the funnel with what agents say came of the talks", async () => {
    open("live", [told]);
    const outcomes = await screen.findByRole("list", { name: "Outcomes of the talks" });
    expect(within(outcomes).getAllByRole("listitem").map((item) => item.textContent)).toEqual(["Connected3033.3 %", "Not Interested1213.3 %"]);
  });
  it("asks for the leads again when the channel tells that the campaign moved", async () => {
    const { leads, tell } = open("live", [told]);
    await screen.findByRole("table", { name: "Leads of the campaign" });
    const empty = answers("get", "/campaigns/cmp_1/leads", { items: [], next_cursor: null } as never);
    tell({ ...told, state: "running", revision: 4 });
    expect(await screen.findByText("No lead is due now.")).toBeInTheDocument();
    expect([leads.length, empty.length]).toEqual([1, 1]);
    tell({ ...told, state: "running", revision: 4 });
    answers("get", "/campaigns/cmp_1/leads", { items: [{ lead: aLead(), place: "due", why: null, due_at: null, attempts: 0, next_phone_display: "+1 415-555-2671" }], next_cursor: null } as never);
    tell({ ...told, state: "running", revision: 4, live: aCampaignLive({ pacer: "No agent is ready, so nobody is dialled." }) });
    await waitFor(() => expect(screen.getByRole("table", { name: "Leads of the campaign" })).toBeInTheDocument(), { timeout: 5_000 });
    expect(empty).toHaveLength(1);
  });
  it("shows the versions of what was chosen, and asks again when the campaign was changed", async () => {
    const { user, tell } = open("live", [told]);
    const made = { revision: 1, changed_at: "2026-11-21T18:40:00Z", changed_by: { kind: "user", id: "usr_1", name: "Ada Lovelace" }, changes: [], settings: someCampaignSettings() };
    const changed = { ...made, revision: 3, changed_by: { kind: "api_key", id: "key_1", name: "CRM" }, changes: [{ choice: "lines_per_seat", before: 2, after: 3 }] };
    const asked = answers("get", "/campaigns/cmp_1/versions", { items: [changed, made], next_cursor: null } as never);
    const show = await screen.findByRole("button", { name: "Versions" });
    expect(asked).toHaveLength(0);
    await user.click(show);
    const list = await screen.findByRole("list", { name: "Versions of the campaign" });
    const [newest, first] = within(list).getAllByRole("listitem");
    expect(newest).toHaveTextContent(/by CRM.*Lines for each agent who is ready2 →\s+became 3$/);
    expect(first).toHaveTextContent(/by Ada Lovelace\s*First version$/);
    expect(await faults(screen.getByRole("dialog"))).toEqual([]);
    const later = answers("get", "/campaigns/cmp_1/versions", { items: [{ ...changed, revision: 4, changes: [{ choice: "selection", before: { tags: [] }, after: { tags: ["vip"] } }] }, changed, made], next_cursor: null } as never);
    answers("get", "/campaigns/cmp_1", aCampaign({ revision: 4 }) as never);
    tell({ ...told, revision: 4 });
    expect(await screen.findByText("Only with one of these tags")).toBeInTheDocument();
    expect([asked.length, later.length]).toEqual([1, 1]);
  });
  it("says when the versions cannot be had, and when there are none", async () => {
    const { user } = open("live", [told]);
    answers("get", "/campaigns/cmp_1/versions", () => problem(500, "internal", "The server could not answer."));
    await user.click(await screen.findByRole("button", { name: "Versions" }));
    expect(await screen.findByText("This could not be loaded")).toBeInTheDocument();
    answers("get", "/campaigns/cmp_1/versions", { items: [], next_cursor: null });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Nothing was kept of what was chosen.")).toBeInTheDocument();
  });
  it("lists the leads by where they stand, each with why it is not called", async () => {
    const { user, container } = open("live", [told]);
    expect(await screen.findByRole("link", { name: "Grace Hopper" })).toHaveAttribute("href", "/leads/led_1");
    expect(screen.getByText("Its line was cancelled while it rang.")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Left out" }));
    expect(await screen.findByText(/filters leave them out/)).toBeInTheDocument();
  });
});
