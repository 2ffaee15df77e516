import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { faults } from "@/test/axe";
import { leaveDesk, openDesk, standInForAudio } from "@/test/desk";
import { aLead } from "@/test/leads";
import { aCampaign, anOffer, aSeat, aSeatCall, someCampaignSettings } from "@/test/seats";
import { answers, problem } from "@/test/server";

import { shift } from "./shift";

const now = () => new Date().toISOString();
const ready = aSeat({ state: "ready", reason: null });
const ringing = aSeat({ state: "dialing", reason: null, since: now(), call: aSeatCall({ connected_at: null, answer_to_audio_ms: null }) });
const manual = aCampaign({ settings: someCampaignSettings({ mode: "manual" }) });

beforeEach(standInForAudio);
afterEach(leaveDesk);

describe("an offered lead", () => {
  it("is shown with why it comes, its last note and its numbers, and is dialled by D at the number that was chosen", async () => {
    const asked = answers("post", "/seats/seat_1/offer/dial", ringing as never);
    const { user, container } = openDesk({ ...ready, offer: anOffer({ last_note: "Asked for a quote." }) });
    const card = screen.getByRole("article", { name: "Next lead" });
    expect(card).toHaveTextContent("First in the list, and not called yet.");
    expect(card).toHaveTextContent("Asked for a quote.");
    expect(await faults(container)).toEqual([]);
    await user.click(within(card).getByRole("radio", { name: /0188/ }));
    await user.click(within(card).getByRole("heading"));
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard("d");
    await waitFor(() => expect(asked[0]?.body).toEqual({ phone: "+14155550188" }));
    expect(await screen.findByRole("article", { name: "Whom you are calling" })).toHaveTextContent("Grace Hopper");
  });

  it("is skipped by S, or with a reason", async () => {
    const asked = answers("post", "/seats/seat_1/offer/skip", { ...ready, offer: anOffer({ lead: aLead({ id: "led_2", contact_name: "Jun Tanaka" }) }) } as never);
    answers("get", "/leads/led_2", { lead: aLead({ id: "led_2" }), calls: [] } as never);
    const { user } = openDesk({ ...ready, offer: anOffer() });
    await user.keyboard("s");
    expect(await screen.findByRole("heading", { name: "Jun Tanaka" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Skip, and say why" }));
    await user.click(await screen.findByRole("menuitem", { name: "Wrong data" }));
    await waitFor(() => expect(asked.map(({ body }) => body)).toEqual([{}, { reason: "Wrong data" }]));
  });

  it("counts down where the campaign says so, and tells why it is not dialled", async () => {
    answers("post", "/seats/seat_1/offer/dial", () => problem(422, "rule.do_not_call", "The number is on the do-not-call list."));
    const { user } = openDesk({ ...ready, offer: anOffer({ dial_at: new Date(Date.now() + 20_000).toISOString() }) });
    expect(screen.getByRole("timer", { name: "Seconds until it is dialled by itself" })).toHaveTextContent(/^(19|20)$/);
    await user.click(screen.getByRole("button", { name: /^Dial/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The number is on the do-not-call list.");
  });
});

describe("the agent's own call", () => {
  it("can be given up while it rings, and says what became of it", async () => {
    const asked = answers("post", "/seats/seat_1/end-call", ready as never);
    const { user } = openDesk(ringing);
    await user.click(screen.getByRole("button", { name: /^End call/ }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(await screen.findByRole("status", { name: "The last call" })).toHaveTextContent("Grace Hopper: Nobody was reached.");
  });
});

describe("manual dialling", () => {
  const row = { lead: aLead(), place: "due", why: null, due_at: null, attempts: 2, next_phone_display: "+1 415-555-2671" };

  it("lists the campaign's leads, finds one, and dials it", async () => {
    answers("get", "/campaigns/cmp_1/leads", { items: [row], next_cursor: null } as never);
    const found = answers("get", "/leads", { items: [aLead({ call_attempts: 4 })], next_cursor: null } as never);
    const asked = answers("post", "/seats/seat_1/dial", ringing as never);
    const { user, container } = openDesk(ready, { campaign: manual });
    expect(await screen.findByRole("list", { name: "Leads: To call" })).toHaveTextContent("2 calls");
    await user.type(screen.getByRole("searchbox"), "grace");
    const list = await screen.findByRole("list", { name: "Leads found" });
    expect(list).toHaveTextContent("4 calls");
    expect(await faults(container)).toEqual([]);
    await user.click(within(list).getByRole("button", { name: /^Dial Grace Hopper/ }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ lead_id: "led_1" }));
    expect(found.length).toBeGreaterThan(0);
  });

  it("asks once more when it is no hour to call, and calls when told to", async () => {
    answers("get", "/campaigns/cmp_1/leads", { items: [row], next_cursor: null } as never);
    const asked = answers("post", "/seats/seat_1/dial", (body) => ((body as { confirm_window?: boolean }).confirm_window ? (ringing as never) : problem(422, "rule.outside_window", "It is 05:12 there.")));
    const { user } = openDesk(ready, { campaign: manual });
    await user.click(await screen.findByRole("button", { name: /^Dial Grace Hopper/ }));
    const question = await screen.findByRole("dialog", { name: "Call Grace Hopper all the same?" });
    expect(question).toHaveTextContent("It is 05:12 there.");
    await user.click(within(question).getByRole("button", { name: "Call now" }));
    await waitFor(() => expect(asked[1]?.body).toEqual({ lead_id: "led_1", confirm_window: true }));
  });

  it("finds the picked lead again after a reload", async () => {
    answers("get", "/campaigns/cmp_1/leads", { items: [row, { ...row, lead: aLead({ id: "led_2", contact_name: "Jun Tanaka" }) }], next_cursor: null } as never);
    const first = openDesk(ready, { campaign: manual });
    answers("get", "/leads/led_2", { lead: aLead({ id: "led_2", contact_name: "Jun Tanaka" }), calls: [] } as never);
    await first.user.click(await screen.findByRole("button", { name: /^Jun Tanaka/ }));
    await waitFor(() => expect(Object.values(sessionStorage)).toContain("led_2"));
    first.unmount();
    act(() => shift.stop());
    openDesk(ready, { campaign: manual });
    answers("get", "/leads/led_2", { lead: aLead({ id: "led_2", contact_name: "Jun Tanaka" }), calls: [] } as never);
    expect(await screen.findByRole("button", { name: /^Jun Tanaka/, pressed: true })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Grace Hopper/, pressed: false })).toBeInTheDocument();
  });

  it("says when nobody is to be called", async () => {
    answers("get", "/campaigns/cmp_1/leads", { items: [], next_cursor: null });
    openDesk(ready, { campaign: manual });
    expect(await screen.findByText("Nobody is to be called now")).toBeInTheDocument();
    expect(shift.current()).toMatchObject({ phase: "seated" });
  });
});
