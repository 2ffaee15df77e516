import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { SessionContext } from "@/features/session/session";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aSession } from "@/test/samples";
import { aCampaign } from "@/test/seats";
import { answers } from "@/test/server";

import Palette from "./Palette";

/** A workspace in which nothing is found but one campaign that runs. */
function oneCampaign() {
  answers("get", "/leads", { items: [], next_cursor: null, total: 0 });
  answers("get", "/calls", { items: [], next_cursor: null, total: 0 });
  answers("get", "/campaigns", { items: [aCampaign()], next_cursor: null } as never);
}

describe("the palette", () => {
  it("stops a campaign once that is asked again", async () => {
    oneCampaign();
    const asked = answers("post", "/campaigns/cmp_1/stop", () => aCampaign({ state: "stopped" }) as never);
    const onClose = vi.fn();
    const { user } = renderAs("manager", <Palette onClose={onClose} />);
    await user.type(screen.getByRole("combobox"), "stop spring");
    await screen.findByRole("option", { name: /^Stop Spring offer/ });
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("button", { name: "Stop now" }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
  });
  it("pauses a campaign at once", async () => {
    oneCampaign();
    const asked = answers("post", "/campaigns/cmp_1/pause", () => aCampaign({ state: "paused" }) as never);
    const { user } = renderAs("manager", <Palette onClose={() => undefined} />);
    await user.type(screen.getByRole("combobox"), "pause spring");
    await user.click(await screen.findByRole("option", { name: /^Pause Spring offer/ }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
  });
  it("leads who wants to be ready to the desk", async () => {
    answers("get", "/leads", { items: [], next_cursor: null, total: 0 });
    answers("get", "/calls", { items: [], next_cursor: null, total: 0 });
    const session = aSession({ cold_call: true });
    const { user } = renderAs("agent", <SessionContext value={{ ...session, user: { ...session.user, role: "agent" } }}><Palette onClose={() => undefined} /></SessionContext>);
    await user.type(screen.getByRole("combobox"), "go ready");
    await user.click(await screen.findByRole("option", { name: /^Go ready/ }));
    expect(await screen.findByText("/desk")).toBeInTheDocument();
  });
  it("finds a lead by name and opens it", async () => {
    answers("get", "/leads", { items: [aLead({ id: "led_2", contact_name: "Amara Okafor" })], next_cursor: null, total: 1 });
    answers("get", "/calls", { items: [], next_cursor: null, total: 0 });
    const onClose = vi.fn();
    const { user } = renderAs("agent", <Palette onClose={onClose} />);
    await user.type(screen.getByRole("combobox"), "okafor");
    await user.click(await screen.findByRole("option", { name: /Amara Okafor/ }));
    expect(onClose).toHaveBeenCalled();
    expect(await screen.findByText("/leads/led_2")).toBeInTheDocument();
  });
  it("leads to the page of leads", async () => {
    answers("get", "/leads", { items: [], next_cursor: null, total: 0 });
    answers("get", "/calls", { items: [], next_cursor: null, total: 0 });
    const { user } = renderAs("agent", <Palette onClose={() => undefined} />);
    await user.type(screen.getByRole("combobox"), "leads");
    await user.keyboard("{Enter}");
    expect(await screen.findByText("/leads")).toBeInTheDocument();
  });
});
