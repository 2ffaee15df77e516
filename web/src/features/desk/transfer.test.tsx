import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { faults } from "@/test/axe";
import { leaveDesk, openDesk, standInForAudio } from "@/test/desk";
import { aLead } from "@/test/leads";
import { aSeat, aSeatCall, aTransfer } from "@/test/seats";
import { answers, problem } from "@/test/server";

const talking = aSeat({ state: "on_call", reason: null, call: aSeatCall() });
const ben = { seat_id: "seat_2", user_id: "usr_2", name: "Ben Okafor", campaign_id: "cmp_1", campaign_name: "Spring offer", state: "ready" };

beforeEach(standInForAudio);
afterEach(leaveDesk);

describe("a transfer", () => {
  it("goes to a colleague who is free, asked first unless told otherwise", async () => {
    answers("get", "/seats/seat_1/colleagues", [ben, { ...ben, seat_id: "seat_3", name: "Ingrid Nilsson", state: "on_call" }] as never);
    const asked = answers("post", "/seats/seat_1/transfer", { ...talking, transfer: aTransfer({ phase: "ringing" }) } as never);
    const { user } = openDesk(talking);
    await user.keyboard("t");
    const dialog = await screen.findByRole("dialog", { name: "Transfer Grace Hopper" });
    const list = await within(dialog).findByRole("list", { name: "Colleagues" });
    expect(within(list).getByRole("button", { name: /Ingrid/ })).toBeDisabled();
    expect(await faults(dialog)).toEqual([]);
    await user.click(within(list).getByRole("button", { name: /Ben/ }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ kind: "warm", to: { seat_id: "seat_2" } }));
    expect(await screen.findByRole("region", { name: "Transfer" })).toHaveTextContent("Grace Hopper waits while Ben Okafor is called.");
  });

  it("goes to a number, handed over at once, and says why not", async () => {
    answers("get", "/seats/seat_1/colleagues", []);
    const asked = answers("post", "/seats/seat_1/transfer", () => problem(422, "transfer.number", "This number may not be called."));
    const { user } = openDesk(talking);
    await user.keyboard("t");
    const dialog = await screen.findByRole("dialog", { name: "Transfer Grace Hopper" });
    await user.click(within(dialog).getByRole("button", { name: "Hand over at once" }));
    await user.type(within(dialog).getByRole("textbox"), "+49 30 901820{Enter}");
    await waitFor(() => expect(asked[0]?.body).toEqual({ kind: "blind", to: { number: "+49 30 901820" } }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("This number may not be called.");
  });

  it("is asked about once more when it is no hour to call the number", async () => {
    answers("get", "/seats/seat_1/colleagues", []);
    const asked = answers("post", "/seats/seat_1/transfer", (body) => ((body as { override_window?: boolean }).override_window ? ({ ...talking, transfer: aTransfer({ phase: "calling" }) } as never) : problem(422, "room.outside_window", "It is 05:12 there.")));
    const { user } = openDesk(talking);
    await user.keyboard("t");
    await user.type(await screen.findByRole("textbox", { name: "Colleague or number" }), "+49 30 901820{Enter}");
    await user.click(await screen.findByRole("button", { name: "Call all the same" }));
    await waitFor(() => expect(asked[1]?.body).toEqual({ kind: "warm", to: { number: "+49 30 901820" }, override_window: true }));
  });

  it("lets the agent swap, join all three, hand over and come back", async () => {
    const here = { ...talking, transfer: aTransfer() };
    const swapped = answers("post", "/seats/seat_1/transfer/swap", { ...here, transfer: aTransfer({ talking_to: "callee" }) } as never);
    const joined = answers("post", "/seats/seat_1/transfer/join", { ...talking, transfer: aTransfer({ phase: "joined" }) } as never);
    const done = answers("post", "/seats/seat_1/transfer/complete", aSeat({ state: "wrap_up", reason: null, call: aSeatCall() }) as never);
    const { user, container } = openDesk(here);
    const card = screen.getByRole("region", { name: "Transfer" });
    expect(card).toHaveTextContent("You talk to Ben Okafor; Grace Hopper waits");
    expect(await faults(container)).toEqual([]);
    await user.keyboard("w");
    await waitFor(() => expect(card).toHaveTextContent("You talk to Grace Hopper; Ben Okafor waits."));
    await user.keyboard("j");
    await waitFor(() => expect(card).toHaveTextContent("You, Grace Hopper and Ben Okafor hear each other."));
    await user.keyboard("o");
    expect(await screen.findByRole("form", { name: "Outcome of the call" })).toBeInTheDocument();
    expect([swapped.length, joined.length, done.length]).toEqual([1, 1, 1]);
  });

  it("says why it came to nothing, and takes the agent back", async () => {
    const asked = answers("post", "/seats/seat_1/transfer/cancel", talking as never);
    const { user } = openDesk({ ...talking, transfer: aTransfer({ phase: "failed", problem: "Ben Okafor did not answer." }) });
    const card = screen.getByRole("region", { name: "Transfer" });
    expect(card).toHaveTextContent("Ben Okafor did not answer.");
    await user.click(within(card).getByRole("button", { name: "Stay with Grace Hopper" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Transfer" })).toBeNull());
  });
});

describe("a colleague's question", () => {
  it("says who asks about whom, is read aloud, and can be declined", async () => {
    const ready = aSeat({ state: "ready", reason: null });
    const asked = answers("post", "/seats/seat_1/consult/decline", ready as never);
    const { user, container } = openDesk({ ...ready, consult: { from_seat_id: "seat_2", from_name: "Ben Okafor", lead: aLead(), since: new Date().toISOString() } });
    const card = screen.getByRole("region", { name: "A colleague asks you" });
    expect(card).toHaveTextContent("Grace Hopper");
    expect(screen.getByRole("status", { name: "Shift state" })).toHaveTextContent("Ben Okafor asks you about a call.");
    expect(await faults(container)).toEqual([]);
    await user.click(within(card).getByRole("button", { name: "Decline" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("region", { name: "A colleague asks you" })).toBeNull());
  });

  it("is told of whoever handed the call over", () => {
    openDesk({ ...talking, call: aSeatCall({ transferred_by: "Ben Okafor" }) });
    expect(screen.getByText("Handed over by Ben Okafor")).toBeInTheDocument();
  });

  it("is told by a voice agent whom it put through, and what they want", () => {
    openDesk({ ...talking, call: aSeatCall({ briefing: { by: "Mara", summary: "Grace Hopper of Northwind Traders.\nWants to know the price for two yards." } }) });
    expect(screen.getByText("Mara, the voice agent, put them through").closest("blockquote")).toHaveTextContent(/Wants to know the price for two yards\./);
  });
});
