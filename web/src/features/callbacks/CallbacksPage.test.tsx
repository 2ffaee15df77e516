import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";

import { faults } from "@/test/axe";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aCallback } from "@/test/reports";
import { aCampaign } from "@/test/seats";
import { answers, problem, server } from "@/test/server";

import { CallbacksPage } from "./CallbacksPage";
import { dueBefore, groupByDue, withNews } from "./due";

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

function workspace(items = [aCallback({ callback_at: soon(-90), for_user: { id: "usr_2", name: "Ben Okafor" }, note: "Wants the price list." })]) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/v1/callbacks", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  answers("get", "/campaigns", { items: [aCampaign()], next_cursor: null } as never);
  return asked;
}

describe("the callbacks", () => {
  it("say whose they are, how late they are, and for what campaign", async () => {
    workspace();
    const { container } = renderAs("manager", <CallbacksPage />, "/callbacks");
    const late = within(await screen.findByRole("region", { name: "Due now" }));
    expect(late.getByText("Ben Okafor")).toBeInTheDocument();
    expect(late.getByText("1 h 30 min late")).toBeInTheDocument();
    expect(late.getByText("Wants the price list.")).toBeInTheDocument();
    expect(await late.findByText("Spring offer")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("are one's own for an agent, everybody's for a manager, and filtered by the server", async () => {
    const own = workspace();
    const first = renderAs("agent", <CallbacksPage />, "/callbacks");
    await screen.findByRole("region", { name: "Due now" });
    expect(own[0]?.get("whose")).toBe("me");
    expect(screen.queryByRole("button", { name: "Everybody’s" })).not.toBeInTheDocument();
    first.unmount();
    const all = workspace();
    const { user } = renderAs("manager", <CallbacksPage />, "/callbacks?due=today");
    await screen.findByRole("region", { name: "Due now" });
    expect(all[0]?.get("whose")).toBe("all");
    expect(Date.parse(all[0]?.get("due_before") ?? "")).toBeGreaterThan(Date.now());
    await user.click(screen.getByRole("button", { name: "Anybody’s" }));
    await vi.waitFor(() => expect(all.at(-1)?.get("whose")).toBe("any"));
  });
  it("are taken over and given to anybody", async () => {
    workspace();
    const asked = answers("patch", "/callbacks/led_1", {});
    const { user } = renderAs("agent", <CallbacksPage />, "/callbacks");
    await user.click(await screen.findByRole("button", { name: "More for Grace Hopper" }));
    await user.click(await screen.findByRole("menuitem", { name: "Make it mine" }));
    await vi.waitFor(() => expect(asked[0]?.body).toEqual({ for: "me" }));
    await user.click(screen.getByRole("button", { name: "More for Grace Hopper" }));
    await user.click(await screen.findByRole("menuitem", { name: "Give it to anybody" }));
    await vi.waitFor(() => expect(asked[1]?.body).toEqual({ for: "any" }));
  });
  it("are moved by the clock of whoever is called", async () => {
    workspace();
    const asked = answers("patch", "/callbacks/led_1", {});
    const { user } = renderAs("agent", <CallbacksPage />, "/callbacks");
    await user.click(await screen.findByRole("button", { name: "Move: Grace Hopper" }));
    await user.click(await screen.findByRole("button", { name: "In an hour" }));
    await user.click(screen.getByRole("button", { name: "Move it" }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const { callback_at } = asked[0]?.body as { callback_at: string };
    expect(Math.abs(Date.parse(callback_at) - Date.parse(soon(60)))).toBeLessThan(120_000);
  });
  it("are cancelled once more is asked, and stay when the server does not want it", async () => {
    workspace();
    const asked = answers("patch", "/callbacks/led_1", () => problem(409, "callback.being_called", "It is being called right now."));
    const { user } = renderAs("agent", <CallbacksPage />, "/callbacks");
    await user.click(await screen.findByRole("button", { name: "More for Grace Hopper" }));
    await user.click(await screen.findByRole("menuitem", { name: "Cancel the callback" }));
    await user.click(await screen.findByRole("button", { name: "Cancel the callback" }));
    expect((await screen.findAllByText("It is being called right now.")).length).toBeGreaterThan(0);
    expect(asked[0]?.body).toEqual({ cancel: true });
  });
  it("say where they come from when there are none", async () => {
    workspace([]);
    renderAs("agent", <CallbacksPage />, "/callbacks");
    expect(await screen.findByText("No callbacks of yours")).toBeInTheDocument();
  });
});

describe("when callbacks are due", () => {
  const now = new Date(2026, 10, 21, 15, 0);
  it("is now, later today, tomorrow or on a day", () => {
    const at = (day: number, hour: number) => aCallback({ callback_at: new Date(2026, 10, day, hour).toISOString() });
    expect(groupByDue([at(21, 9), at(21, 14), at(21, 18), at(22, 9), at(25, 9)], now.getTime()).map(({ title, items }) => [title, items.length])).toEqual([
      ["Due now", 2],
      ["Later today", 1],
      ["Tomorrow", 1],
      ["Wednesday 25 November", 1],
    ]);
  });
  it("ends with the day that was asked for", () => {
    expect(dueBefore("", now)).toBeNull();
    expect(dueBefore("now", now)).toBe(now.toISOString());
    expect(dueBefore("today", now)).toBe(new Date(2026, 10, 22).toISOString());
  });
  it("follows what is heard of the lead: done ones go, moved ones move", () => {
    const items = [aCallback(), { ...aCallback(), lead: aLead({ id: "led_2", revision: 1 }) }];
    const heard = new Map([
      ["led_1", aLead({ revision: 2, callback_at: null })],
      ["led_2", aLead({ id: "led_2", revision: 2, callback_at: "2026-12-01T10:00:00Z" })],
    ]);
    expect(withNews(items, heard).map(({ lead, callback_at }) => [lead.id, callback_at])).toEqual([["led_2", "2026-12-01T10:00:00Z"]]);
  });
});
