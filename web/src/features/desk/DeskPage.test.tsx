import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { faults } from "@/test/axe";
import { leaveDesk, openDesk as open, standInForAudio } from "@/test/desk";
import { aSeat, aSeatCall } from "@/test/seats";
import { answers, problem } from "@/test/server";

const now = () => new Date().toISOString();
const talking = aSeat({ state: "on_call", reason: null, since: now(), call: aSeatCall({ connected_at: now() }) });
const noting = aSeat({ state: "wrap_up", reason: null, since: now(), call: aSeatCall() });

beforeEach(standInForAudio);
afterEach(leaveDesk);

describe("before a shift", () => {
  it("offers the campaigns that take agents and signs in to the chosen one", async () => {
    const { user } = open(null);
    const asked = answers("post", "/seats", aSeat() as never);
    expect(await screen.findByRole("radio", { name: /Spring offer/ })).toBeChecked();
    expect(screen.queryByRole("radio", { name: /Not yet/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Sign in to Spring offer" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ campaign_id: "cmp_1" }));
    expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeInTheDocument();
  });

  it("says why the server lets nobody in", async () => {
    const { user } = open(null);
    answers("post", "/seats", () => problem(409, "seat.campaign_closed", "The campaign takes no agents now."));
    await user.click(await screen.findByRole("button", { name: "Sign in to Spring offer" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The campaign takes no agents now.");
  });
});

describe("a shift", () => {
  it("turns ready by P", async () => {
    const asked = answers("put", "/seats/seat_1/state", aSeat({ state: "ready", reason: null, since: now() }) as never);
    const { user } = open(aSeat());
    await user.keyboard("p");
    await waitFor(() => expect(asked[0]?.body).toEqual({ state: "ready" }));
    expect(await screen.findByText("Waiting for the next lines")).toBeInTheDocument();
    expect(screen.getByRole("status", { name: "Shift state" })).toHaveTextContent("You are ready.");
  });

  it("shows each line with its phase while it is ready", () => {
    open(aSeat({ state: "ready", reason: null, lines: [{ call_id: "call_9", lead_name: "Jun Tanaka", company: "Cobalt Freight", phase: "ringing" }] }));
    const line = within(screen.getByRole("list", { name: "Lines" })).getByRole("listitem");
    expect(line).toHaveTextContent("RingingJun TanakaCobalt Freight");
  });

  it("introduces whom it connects, fills the script in, and says it aloud once", async () => {
    const { container } = open(talking);
    expect(screen.getByRole("heading", { name: "Grace Hopper" })).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
    expect(screen.getByText("640 ms from hello to you")).toBeInTheDocument();
    expect(screen.getByText("First call to this lead")).toBeInTheDocument();
    expect(screen.getByRole("status", { name: "Shift state" })).toHaveTextContent("Connected to Grace Hopper.");
    const script = screen.getByRole("region", { name: "Script" });
    await waitFor(() => expect(script).toHaveTextContent("Hi Grace, this is Ada Lovelace."));
  });

  it("takes a machine away by X, and leaves letters alone while somebody writes", async () => {
    const said = answers("put", "/seats/seat_1/verdict", aSeat({ state: "ready", reason: null }) as never);
    answers("put", "/calls/call_1/disposition", { call: null, lead: null });
    const { user } = open(talking);
    await user.type(screen.getByLabelText("Notes"), "x");
    expect(said).toHaveLength(0);
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard("x");
    await waitFor(() => expect(said[0]?.body).toEqual({ verdict: "machine" }));
    expect(await screen.findByText("Waiting for the next lines")).toBeInTheDocument();
  });

  it("drops the voicemail clip by V", async () => {
    const played = answers("post", "/seats/seat_1/play", talking as never);
    const { user } = open(talking);
    await screen.findByRole("button", { name: /Drop/ });
    await user.keyboard("v");
    await waitFor(() => expect(played[0]?.body).toEqual({ clip_id: "clp_1" }));
  });

  it("pauses the recording, and lets it go on", async () => {
    const recorded = { ...talking, recording: "on" as const };
    const asked = answers("post", "/seats/seat_1/recording", { ...recorded, recording: "paused" } as never);
    const { user } = open(recorded);
    await user.click(screen.getByRole("button", { name: "Recording: pause it" }));
    const goOn = await screen.findByRole("button", { name: "Recording is paused: go on recording" });
    await user.click(goOn);
    await waitFor(() => expect(asked.map(({ body }) => body)).toEqual([{ paused: true }, { paused: false }]));
  });

  it("pauses a recording at the carrier, too, and does not call it paused when the carrier refused", async () => {
    const asked = answers("post", "/seats/seat_1/recording", () => problem(502, "room.carrier", "The carrier did not answer in time."));
    const { user } = open({ ...talking, audio: "carrier", recording: "on" });
    await user.click(screen.getByRole("button", { name: "Recording: pause it" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ paused: true }));
    expect(screen.getByRole("button", { name: "Recording: pause it" })).toBeInTheDocument();
  });

  it("shows no recording where there is none", () => {
    open({ ...talking, recording: "off" });
    expect(screen.queryByRole("button", { name: /^Recording/ })).toBeNull();
  });
});

describe("after a talk", () => {
  it("wants an outcome, and saves it with the notes and what comes next", async () => {
    const saved = answers("post", "/seats/seat_1/wrap-up", aSeat({ state: "ready", reason: null }) as never);
    answers("put", "/calls/call_1/disposition", { call: null, lead: null });
    const { user } = open(noting);
    expect(await screen.findByRole("radio", { name: /Connected/ })).not.toBeChecked();
    expect(screen.getByRole("button", { name: "Save & ready" })).toBeDisabled();
    await user.keyboard("7");
    await user.type(screen.getByLabelText("Notes"), "Has a supplier.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(saved[0]?.body).toEqual({ disposition: "not_interested", notes: "Has a supplier.", callback_at: null, next: "ready" }));
    expect(await screen.findByText("Waiting for the next lines")).toBeInTheDocument();
  });

  it("keeps everything when saving fails, and says why", async () => {
    answers("post", "/seats/seat_1/wrap-up", () => problem(500, "internal", "The server could not do this."));
    const { user } = open(noting);
    await screen.findByRole("radio", { name: /Connected/ });
    await user.keyboard("1");
    await user.click(screen.getByRole("button", { name: "Save & pause" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The server could not do this. Your notes are kept in this tab.");
    expect(screen.getByRole("radio", { name: /Connected/ })).toBeChecked();
  });
});
