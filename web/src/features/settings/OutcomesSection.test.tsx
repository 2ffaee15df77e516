import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Settings } from "@/api/model";
import { faults } from "@/test/axe";
import { someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { someSettings } from "@/test/samples";
import { answers, problem } from "@/test/server";

import OutcomesSection from "./OutcomesSection";

function show(role: "manager" | "agent" = "manager") {
  const dispositions = someDispositions().slice(0, 3);
  answers("get", "/settings", { ...someSettings({ dispositions }), revision: 3 } as never);
  const saved = answers("put", "/settings", (body) => ({ ...(body as object), revision: 4 }) as never);
  return { ...renderAs(role, <OutcomesSection />), saved, dispositions };
}

const codesOf = (body: unknown) => (body as Settings).dispositions.map(({ code }) => code);

it("names an outcome anew, adds one with what follows, and saves them over what was read", async () => {
  const { user, saved, dispositions, container } = show();
  const first = await screen.findByRole("textbox", { name: "Outcome 1" });
  await user.clear(first);
  await user.type(first, "Talked");
  await user.click(screen.getByRole("button", { name: "Add an outcome" }));
  await user.type(screen.getByRole("textbox", { name: "Outcome 4" }), "Moved away");
  await user.click(screen.getByRole("combobox", { name: "What Moved away means" }));
  await user.click(await screen.findByRole("option", { name: "Done with" }));
  expect(await faults(container)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Save" }));
  const added = { code: expect.stringMatching(/^outcome_[a-z0-9]+$/) as string, label: "Moved away", final: true, callback: false, do_not_call: false, retry: false };
  await waitFor(() => expect(saved[0]?.body).toMatchObject({ dispositions: [{ ...dispositions[0], label: "Talked" }, dispositions[1], dispositions[2], added] }));
  expect(saved[0]?.headers.get("If-Match")).toBe('"3"');
});

it("puts them in another order, and keeps the focus at the ends", async () => {
  const { user, saved } = show();
  const up = await screen.findByRole("button", { name: "Move No Answer up" });
  await user.click(up);
  await user.click(up);
  await user.click(up);
  expect(up).toHaveFocus();
  expect(up).toHaveAttribute("aria-disabled", "true");
  await user.click(screen.getByRole("button", { name: "Move Connected down" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(codesOf(saved[0]?.body)).toEqual(["no_answer", "voicemail", "connected"]));
});

it("never gives the word of a removed outcome to a new one", async () => {
  const { user, saved } = show();
  const add = await screen.findByRole("button", { name: "Add an outcome" });
  await user.click(add);
  await user.type(screen.getByRole("textbox", { name: "Outcome 4" }), "Moved away");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saved).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Remove Moved away" }));
  await user.click(add);
  await user.type(screen.getByRole("textbox", { name: "Outcome 4" }), "Bought");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saved).toHaveLength(2));
  expect(codesOf(saved[1]?.body)[3]).not.toBe(codesOf(saved[0]?.body)[3]);
});

it("says at the outcome itself that it has no name", async () => {
  const { user } = show();
  const detail = '"outcome_mi4k2x" needs a label of 1 to 60 characters.';
  answers("put", "/settings", () => problem(422, "settings.invalid", detail, [{ field: "dispositions", code: "label_invalid", message: detail }]));
  await user.click(await screen.findByRole("button", { name: "Add an outcome" }));
  const label = screen.getByRole("textbox", { name: "Outcome 4" });
  expect(label).not.toHaveAttribute("aria-invalid");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(label).toHaveAccessibleDescription("Say what agents see on its button."));
  expect(label).toHaveAttribute("aria-invalid", "true");
  expect(screen.getByRole("textbox", { name: "Outcome 1" })).not.toHaveAttribute("aria-invalid");
});

it("says in words when somebody else saved before, and keeps what was written", async () => {
  const { user } = show();
  answers("put", "/settings", () => problem(412, "settings.stale", "Somebody else changed the settings in the meantime."));
  await user.click(await screen.findByRole("button", { name: "Remove Voicemail" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Somebody else changed the settings in the meantime.");
  await user.click(screen.getByRole("button", { name: "Load their version, keep mine" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(within(screen.getByRole("list", { name: "Outcomes" })).getAllByRole("listitem")).toHaveLength(2);
});

it("lets nobody change them who may not", async () => {
  show("agent");
  expect(await screen.findByRole("textbox", { name: "Outcome 1" })).toBeDisabled();
  expect(screen.getByRole("button", { name: "Add an outcome" })).toBeDisabled();
});
