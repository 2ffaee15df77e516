import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { renderAs } from "@/test/render";
import { someSettings } from "@/test/samples";
import { answers } from "@/test/server";

import TalkingSection from "./TalkingSection";

function show(part: Parameters<typeof someSettings>[0] = {}) {
  answers("get", "/settings", { ...someSettings(part), revision: 3 } as never);
  answers("get", "/clips", { items: [{ id: "clp_1", name: "One moment", duration_ms: 3_000 }] });
  const saved = answers("put", "/settings", (body) => ({ ...(body as object), revision: 4 }) as never);
  return { ...renderAs("manager", <TalkingSection />), saved };
}

describe("what is said when the connection fails", () => {
  it("is a clip, an apology and how long recordings are kept", async () => {
    const { user, saved } = show();
    const apology = await screen.findByRole("textbox", { name: /the callee is told/ });
    expect(apology).toHaveAttribute("placeholder", expect.stringContaining("I am sorry"));
    await user.type(apology, "We call you back.");
    await user.click(screen.getByRole("combobox", { name: /the callee hears/ }));
    await user.click(await screen.findByRole("option", { name: "One moment" }));
    await user.type(screen.getByRole("textbox", { name: /Keep recordings/ }), "90");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ comfort_clip_id: "clp_1", apology: "We call you back.", keep_recordings_days: 90 }));
  });
  it("is nothing of all that when it is emptied", async () => {
    const { user, saved } = show({ comfort_clip_id: "clp_1", apology: "Sorry.", keep_recordings_days: 30 });
    await user.clear(await screen.findByRole("textbox", { name: /the callee is told/ }));
    await user.click(await screen.findByRole("combobox", { name: /the callee hears/ }));
    await user.click(await screen.findByRole("option", { name: "Nothing" }));
    await user.clear(screen.getByRole("textbox", { name: /Keep recordings/ }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ comfort_clip_id: null, apology: null, keep_recordings_days: null }));
  });
  it("shows a clip that is gone as gone", async () => {
    show({ comfort_clip_id: "clp_gone" });
    expect(await screen.findByText("A clip that was removed")).toBeInTheDocument();
  });
});
