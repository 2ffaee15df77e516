import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { live } from "@/live/browser";
import { EMPTY } from "@/live/projection";
import { faults } from "@/test/axe";
import { renderAs } from "@/test/render";
import { aCampaign, aCampaignLive, aSeat, aSeatCall, aTransfer } from "@/test/seats";
import { answers, problem } from "@/test/server";

import { WallboardPage } from "./WallboardPage";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const talking = aSeat({ id: "seat_2", name: "Ben Okafor", state: "on_call", reason: null, since: ago(1), call: aSeatCall({ connected_at: ago(3) }) });
const waiting = aSeat({ id: "seat_3", name: "Ingrid Nilsson", state: "ready", reason: null, since: ago(3) });

function open(seats = [talking, waiting]) {
  answers("get", "/seats", { items: seats } as never);
  answers("get", "/campaigns", { items: [aCampaign()], next_cursor: null } as never);
  return renderAs("manager", <WallboardPage />, "/wallboard");
}

/** The channel as it is while it tells of seats and campaigns. */
function hear(seats = [talking, waiting]) {
  const { id, revision, state, name, counts } = aCampaign();
  const campaign = { id, revision, state, name, counts, live: aCampaignLive({ lines: { dialing: 2, ringing: 5 } }) };
  const projection = { ...EMPTY, seq: 1, snapshots: 1, seats: new Map(seats.map((seat) => [seat.id, seat])), campaigns: new Map([[campaign.id, campaign]]) };
  const told = { link: "live", heardAt: Date.now(), projection } as const;
  vi.spyOn(live, "current").mockReturnValue(told);
}

afterEach(() => vi.restoreAllMocks());

describe("the wallboard", () => {
  it("shows each agent with their timer, the talk's where there is one, in the colour of the thresholds", async () => {
    const { container } = open();
    const ben = (await screen.findByRole("heading", { name: "Ben Okafor" })).closest("li") as HTMLElement;
    expect(within(ben).getByRole("timer", { name: "Ben Okafor, talk time" })).toHaveTextContent("3:0");
    const ingrid = screen.getByRole("heading", { name: "Ingrid Nilsson" }).closest("li") as HTMLElement;
    expect(within(ingrid).getByRole("timer")).toHaveAttribute("data-level", "warn");
    expect(await faults(container)).toEqual([]);
  });

  it("is what the live channel says, with what the campaigns dial, and asks for nothing again", async () => {
    hear([{ ...talking, transfer: aTransfer() }]);
    open([]);
    expect(screen.getByText(/Asks Ben Okafor/)).toBeInTheDocument();
    const strip = screen.getByRole("list", { name: "Campaigns" });
    expect(strip).toHaveTextContent("Ringing5");
    expect(strip).toHaveTextContent("2.2 % abandoned of 3.0 % allowed");
  });

  it("takes other thresholds, and refuses red before amber", async () => {
    const { user } = open();
    await screen.findByRole("heading", { name: "Ingrid Nilsson" });
    await user.click(screen.getByRole("button", { name: "Thresholds" }));
    const dialog = await screen.findByRole("dialog", { name: "When is it long?" });
    const amber = within(dialog).getByLabelText("Ready: amber after, minutes");
    await user.clear(amber);
    await user.type(amber, "9");
    expect(within(dialog).getByRole("button", { name: "Save" })).toBeDisabled();
    await user.clear(amber);
    await user.type(amber, "4");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    const ingrid = screen.getByRole("heading", { name: "Ingrid Nilsson" }).closest("li") as HTMLElement;
    await waitFor(() => expect(within(ingrid).getByRole("timer")).not.toHaveAttribute("data-level"));
  });

  it("pauses an agent once that is confirmed, with a reason, and says why not", async () => {
    const asked = answers("put", "/seats/seat_3/state", () => problem(409, "seat.gone", "The agent has signed out."));
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "More for Ingrid Nilsson" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pause" }));
    const dialog = await screen.findByRole("dialog", { name: "Pause Ingrid Nilsson" });
    await user.type(within(dialog).getByRole("textbox"), "Come to my desk");
    await user.click(within(dialog).getByRole("button", { name: "Pause now" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ state: "paused", reason: "Come to my desk" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The agent has signed out.");
  });

  it("says what signing out does to a call before it is done", async () => {
    const asked = answers("delete", "/seats/seat_2", { ...talking, state: "offline" } as never);
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "More for Ben Okafor" }));
    await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    const dialog = await screen.findByRole("dialog", { name: "Sign Ben Okafor out" });
    expect(dialog).toHaveTextContent("The call with Grace Hopper is hung up at once.");
    expect(asked).toHaveLength(0);
    await user.click(within(dialog).getByRole("button", { name: "Hang up and sign out" }));
    await waitFor(() => expect(asked).toHaveLength(1));
  });

  it("says when nobody is there, and when it cannot be loaded", async () => {
    const { unmount } = open([]);
    expect(await screen.findByText("Nobody is signed in")).toBeInTheDocument();
    unmount();
    answers("get", "/seats", () => problem(500, "internal", "The server could not do this."));
    renderAs("manager", <WallboardPage />, "/wallboard");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server could not do this.");
  });
});
