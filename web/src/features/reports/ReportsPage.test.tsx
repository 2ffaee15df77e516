import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";

import { faults } from "@/test/axe";
import { someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aPrecisionReport, aReportRow, aShift } from "@/test/reports";
import { aCampaign } from "@/test/seats";
import { answers, problem, server } from "@/test/server";

import { ReportsPage } from "./ReportsPage";

/** A workspace with a campaign whose report has these rows; keeps what was asked. */
function workspace(rows = [aReportRow(), aReportRow({ key: "2026-11-22", label: "2026-11-22", dialed: 300, answer_rate_permille: null, cost: { known: [], unknown: 9 } })]) {
  const asked: URLSearchParams[] = [];
  answers("get", "/campaigns", { items: [aCampaign(), aCampaign({ id: "cmp_2", name: "Older", started_at: "2026-01-01T00:00:00Z" })], next_cursor: null } as never);
  answers("get", "/dispositions", { items: someDispositions() });
  answers("get", "/reports/campaigns/cmp_1/precision", aPrecisionReport() as never);
  server.use(
    http.get("*/api/v1/reports/campaigns/cmp_1", ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(query);
      const by = query.get("by") ?? "day";
      return HttpResponse.json({ campaign_id: "cmp_1", by, from: query.get("from"), to: query.get("to"), zone: query.get("zone"), rows, total: aReportRow({ key: "", label: "Total", dialed: rows.reduce((sum, row) => sum + row.dialed, 0) }) });
    }),
  );
  return asked;
}

const table = () => screen.findByRole("table", { name: /^Calls by/ });
const names = async () => within(await table()).getAllByRole("rowheader").map((cell) => cell.textContent);

describe("the report of a campaign", () => {
  it("begins with the campaign that was started last and the last seven days", async () => {
    const asked = workspace();
    const { container } = renderAs("manager", <ReportsPage />, "/reports");
    expect(await names()).toEqual(["Sat 21 Nov 2026", "Sun 22 Nov 2026", "Total"]);
    expect(asked[0]?.get("by")).toBe("day");
    expect(await faults(container)).toEqual([]);
    expect(Date.parse(asked[0]?.get("to") ?? "") - Date.parse(asked[0]?.get("from") ?? "")).toBeGreaterThan(6 * 86_400_000);
    expect(asked[0]?.get("zone")).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
  it("sorts by any figure, keeps the total below, and shows a dash and an unknown cost as such", async () => {
    workspace();
    const { user } = renderAs("manager", <ReportsPage />, "/reports?campaign=cmp_1");
    await user.click(within(await table()).getByRole("button", { name: "Dialled" }));
    expect(await names()).toEqual(["Sun 22 Nov 2026", "Sat 21 Nov 2026", "Total"]);
    expect(within(await table()).getByRole("columnheader", { name: "Dialled" })).toHaveAttribute("aria-sort", "descending");
    const first = within(await table()).getByRole("row", { name: /^Sun 22/ });
    expect(within(first).getByText("–")).toBeInTheDocument();
    expect(within(first).getByText("Unknown")).toBeInTheDocument();
    expect(within(await table()).getByRole("row", { name: /^Total 400/ })).toBeInTheDocument();
  });
  it("tells calls apart by what is chosen, which stands in the address", async () => {
    const asked = workspace();
    const { user } = renderAs("manager", <ReportsPage />, "/reports?campaign=cmp_1");
    await table();
    await user.click(screen.getByRole("button", { name: "Agent" }));
    await vi.waitFor(() => expect(asked.at(-1)?.get("by")).toBe("agent"));
    expect(screen.getByRole("status", { name: "address" })).toHaveTextContent("/reports?campaign=cmp_1&by=agent");
  });
  it("says how often the detectors were right, where somebody said so", async () => {
    workspace();
    renderAs("manager", <ReportsPage />, "/reports?campaign=cmp_1");
    const own = await screen.findByRole("table", { name: "Our own detector" });
    expect(within(own).getByRole("row", { name: /^A person/ })).toHaveTextContent("1918095.0 %");
    expect(within(own).getByRole("row", { name: /^A machine/ })).toHaveTextContent("–");
  });
  it("says that nothing was called, that there is no campaign, and what went wrong", async () => {
    workspace([]);
    const empty = renderAs("manager", <ReportsPage />, "/reports?campaign=cmp_1");
    expect(await screen.findByText("No calls in this time")).toBeInTheDocument();
    empty.unmount();
    workspace();
    answers("get", "/reports/campaigns/cmp_1", () => problem(503, "busy", "The database is busy."));
    const broken = renderAs("manager", <ReportsPage />, "/reports?campaign=cmp_1");
    expect(await screen.findByText("The database is busy.")).toBeInTheDocument();
    broken.unmount();
    answers("get", "/campaigns", { items: [], next_cursor: null });
    renderAs("manager", <ReportsPage />, "/reports");
    expect(await screen.findByText("No campaigns yet")).toBeInTheDocument();
  });
});

describe("the shift log", () => {
  it("lists shifts with what they come to together", async () => {
    workspace();
    answers("get", "/reports/shifts", { rows: [aShift(), aShift({ seat_id: "seat_2", name: "Ben Okafor", signed_out_at: null, calls: 9 })], next_cursor: null } as never);
    const { container } = renderAs("manager", <ReportsPage />, "/reports?view=shifts");
    const shifts = await screen.findByRole("table", { name: "Shifts" });
    expect(within(shifts).getByRole("row", { name: /Ben Okafor/ })).toHaveTextContent("Signed in");
    expect(await faults(container)).toEqual([]);
    expect(within(shifts).getByRole("row", { name: /^Total/ })).toHaveTextContent("50");
    expect(within(shifts).getAllByRole("button", { name: "30:00: Lunch 30:00" })).toHaveLength(2);
  });
  it("is all that agents see, and only their own", async () => {
    answers("get", "/reports/shifts", { rows: [aShift()], next_cursor: null } as never);
    renderAs("agent", <ReportsPage />, "/reports");
    expect(await screen.findByRole("heading", { name: "My shifts" })).toBeInTheDocument();
    expect(await screen.findByRole("row", { name: /Ada Lovelace/ })).toBeInTheDocument();
    expect(screen.queryByRole("combobox", { name: "Campaign" })).not.toBeInTheDocument();
  });
});
