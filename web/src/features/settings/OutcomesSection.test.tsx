import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { someSettings } from "@/test/samples";
import { answers } from "@/test/server";

import OutcomesSection from "./OutcomesSection";

function show(role: "manager" | "agent" = "manager") {
  const dispositions = someDispositions().slice(0, 2);
  answers("get", "/settings", { ...someSettings({ dispositions }), revision: 3 } as never);
  const saved = answers("put", "/settings", (body) => ({ ...(body as object), revision: 4 }) as never);
  return { ...renderAs(role, <OutcomesSection />), saved, dispositions };
}

it("names an outcome anew, adds one with what follows, and saves them in their order", async () => {
  const { user, saved, dispositions } = show();
  const first = await screen.findByRole("textbox", { name: "Outcome 1" });
  await user.clear(first);
  await user.type(first, "Talked");
  await user.click(screen.getByRole("button", { name: "Add an outcome" }));
  await user.type(screen.getByRole("textbox", { name: "Outcome 3" }), "Moved away");
  await user.click(screen.getByRole("combobox", { name: "What Moved away means" }));
  await user.click(await screen.findByRole("option", { name: "Done with" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  const added = { code: "outcome_3", label: "Moved away", final: true, callback: false, do_not_call: false, retry: false };
  await waitFor(() => expect(saved[0]?.body).toMatchObject({ dispositions: [{ ...dispositions[0], label: "Talked" }, dispositions[1], added] }));
});

it("lets nobody change them who may not", async () => {
  show("agent");
  expect(await screen.findByRole("textbox", { name: "Outcome 1" })).toBeDisabled();
  expect(screen.getByRole("button", { name: "Add an outcome" })).toBeDisabled();
});
