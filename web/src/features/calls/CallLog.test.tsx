import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import type { Call } from "@/api/model";
import { renderAs } from "@/test/render";
import { aCall } from "@/test/samples";
import { problem, server } from "@/test/server";

import { CallLog } from "./CallLog";

/** Answers with all calls at once, and with busy ones when the test lets go. */
function calls(all: Call[], busy: () => Response) {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  server.use(
    http.get("*/api/v1/calls", async ({ request }) => {
      const search = new URL(request.url).searchParams;
      if (search.get("outcome") !== "busy") return page(search.get("state") === "live" ? all.filter((call) => call.live) : all);
      await held;
      return busy();
    }),
  );
  return () => letGo();
}

const page = (items: Call[]): Response => HttpResponse.json({ items, next_cursor: null, total: null });

async function chooseBusy(user: ReturnType<typeof renderAs>["user"]) {
  await user.click(screen.getByRole("combobox", { name: "Outcome" }));
  await user.click(await screen.findByRole("option", { name: "Busy" }));
}

describe("the call log", () => {
  const planned = [aCall({ id: "a" }), aCall({ id: "b" })];

  it("does not say that nothing matches before the server has said so", async () => {
    const letGo = calls(planned, () => page([]));
    const { user } = renderAs("agent", <CallLog />);
    expect(await screen.findByRole("grid", { name: "Calls" })).toHaveAttribute("aria-rowcount", "3");
    await chooseBusy(user);
    expect(await screen.findByText("Loading")).toBeInTheDocument();
    expect(screen.queryByText("No call matches")).not.toBeInTheDocument();
    letGo();
    expect(await screen.findByText("No call matches")).toBeInTheDocument();
  });

  it("keeps what is known to match in sight meanwhile, marked as incomplete", async () => {
    const busy = aCall({ id: "c", state: "ended", outcome: "busy" });
    const letGo = calls([...planned, busy], () => page([busy]));
    const { user } = renderAs("agent", <CallLog />);
    await screen.findByRole("grid", { name: "Calls" });
    await chooseBusy(user);
    const grid = screen.getByRole("grid", { name: "Calls", busy: true, hidden: true });
    expect(grid).toHaveAttribute("aria-rowcount", "2");
    letGo();
    expect(await screen.findByRole("grid", { name: "Calls", busy: false })).toHaveAttribute("aria-rowcount", "2");
  });

  it("tells no number of calls when they could not be loaded", async () => {
    calls([], () => problem(503, "storage.unavailable", "The database does not answer."))();
    renderAs("agent", <CallLog />, "/?status=busy");
    expect(await screen.findByText("The database does not answer.")).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Call log" })).toBeInTheDocument();
  });
});
