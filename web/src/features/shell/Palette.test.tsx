import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers } from "@/test/server";

import Palette from "./Palette";

describe("the palette", () => {
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
