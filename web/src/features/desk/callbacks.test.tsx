import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Callback } from "@/features/callbacks/model";
import { faults } from "@/test/axe";
import { leaveDesk, openDesk, standInForAudio } from "@/test/desk";
import { aLead } from "@/test/leads";
import { aSeat, aSeatCall } from "@/test/seats";
import { answers } from "@/test/server";

import { dueWords } from "./callbacks";

const ready = aSeat({ state: "ready", reason: null });

function aCallback(inMinutes: number): Callback {
  const at = new Date(Date.now() + inMinutes * 60_000).toISOString();
  return { lead: aLead({ callback_at: at }), campaign_id: "cmp_1", callback_at: at, for_user: { id: "usr_1", name: "Ada Lovelace" }, note: "After the board meeting." };
}

beforeEach(standInForAudio);
afterEach(leaveDesk);

describe("a callback that is due", () => {
  it("is announced with what was agreed, and called by B", async () => {
    const asked = answers("post", "/seats/seat_1/dial", aSeat({ state: "dialing", reason: null, call: aSeatCall({ connected_at: null }) }) as never);
    const { user, container } = openDesk(ready, { callbacks: [aCallback(-12)] });
    const alert = await screen.findByRole("region", { name: "Due callback" });
    expect(alert).toHaveTextContent("Callback 12 min late");
    expect(screen.getByRole("status", { name: "Callback due" })).toHaveTextContent("A callback is due: Grace Hopper.");
    expect(alert).toHaveTextContent("After the board meeting.");
    expect(await faults(container)).toEqual([]);
    await user.keyboard("b");
    await waitFor(() => expect(asked[0]?.body).toEqual({ lead_id: "led_1" }));
  });

  it("can be moved a little, or left to anybody", async () => {
    const asked = answers("patch", "/callbacks/led_1", {});
    const { user } = openDesk(ready, { callbacks: [aCallback(0)] });
    await user.click(await screen.findByRole("button", { name: "In 10 minutes" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(Date.parse((asked[0]?.body as { callback_at: string }).callback_at)).toBeGreaterThan(Date.now() + 9 * 60_000);
    await waitFor(() => expect(screen.getByRole("button", { name: "To anybody" })).not.toHaveAttribute("aria-disabled"));
    await user.click(screen.getByRole("button", { name: "To anybody" }));
    await waitFor(() => expect(asked[1]?.body).toEqual({ for: "any" }));
  });

  it("waits while its agent has a call, and says so", async () => {
    openDesk(aSeat({ state: "on_call", reason: null, call: aSeatCall() }), { callbacks: [aCallback(-1)] });
    expect(await screen.findByText("You can call when this call is done with.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Call now/ })).toBeNull();
  });
});

describe("the list of callbacks", () => {
  it("shows what comes later, without an alarm", async () => {
    openDesk(ready, { callbacks: [aCallback(90)] });
    const list = await screen.findByRole("list", { name: "Callbacks" });
    expect(within(list).getByRole("listitem")).toHaveTextContent("Grace Hopper");
    expect(screen.getByRole("status", { name: "Callback due" })).toBeEmptyDOMElement();
  });
});

describe("a callback promised after a talk", () => {
  it("is kept for the agent who promised it", async () => {
    const saved = answers("post", "/seats/seat_1/wrap-up", ready as never);
    answers("put", "/calls/call_1/disposition", { call: null, lead: null });
    const { user } = openDesk(aSeat({ state: "wrap_up", reason: null, call: aSeatCall() }));
    await screen.findByRole("radio", { name: /Connected/ });
    await user.keyboard("6");
    await user.click(await screen.findByRole("button", { name: "In an hour" }));
    await user.click(screen.getByRole("button", { name: "Me" }));
    await user.click(screen.getByRole("button", { name: "Save & ready" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ disposition: "callback_requested", callback_for: "me", next: "ready" }));
  });
});

describe("words for when a callback is due", () => {
  it("say how late or how soon", () => {
    const now = Date.parse("2026-11-21T10:00:00Z");
    expect(dueWords("2026-11-21T10:00:05Z", now)).toBe("due now");
    expect(dueWords("2026-11-21T10:00:50Z", now)).toBe("due in 50 s");
    expect(dueWords("2026-11-21T07:00:00Z", now)).toBe("3 h late");
  });
});
