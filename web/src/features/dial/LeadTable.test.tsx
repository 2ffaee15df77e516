import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { aLead, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";

import { columnsFor } from "./columns";
import { mergeLeads, nextOpen, queryOf, readFilter, writeFilter } from "./filter";
import { LeadTable } from "./LeadTable";
import type { Lead } from "./model";

const rows: Lead[] = [
  aLead(),
  aLead({ id: "led_2", contact_name: "Amara Okafor", call_attempts: 2, status: "called", disposition: "no_answer", last_outcome: "completed" }),
  aLead({ id: "led_3", contact_name: "Jun Tanaka", held_by: { user_id: "usr_9", name: "Ben", until: "2999-01-01T00:00:00Z" } }),
];

function show(part: Partial<Parameters<typeof LeadTable>[0]> = {}) {
  const acts = { onDial: vi.fn(), onOpen: vi.fn(), onSort: vi.fn(), onEnd: vi.fn() };
  const shown = renderAs(
    "agent",
    <LeadTable rows={rows} total={3} dispositions={someDispositions()} sort="line" openId={null} mayDial loadingMore={false} stale={false} {...acts} {...part} />,
  );
  return { ...shown, ...acts };
}

const row = (name: string) => screen.getByRole("row", { name: new RegExp(name) });

beforeEach(() => {
  // Nothing has a size in the test environment, and rows without room do not exist.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1_440);
});

describe("the table of leads", () => {
  it("shows what came of the last call in the agent's words before the network's", () => {
    show();
    expect(within(row("Amara")).getByText("No Answer")).toBeInTheDocument();
    expect(within(row("Amara")).queryByText("Completed")).toBeNull();
  });
  it("dials the focused row by Enter or D, and walks by arrows", async () => {
    const { user, onDial } = show();
    row("Grace").focus();
    await user.keyboard("d{ArrowDown}{Enter}");
    expect(onDial.mock.calls.map(([lead]) => (lead as Lead).id)).toEqual(["led_1", "led_2"]);
    expect(row("Amara")).toHaveFocus();
  });
  it("says Redial for who was called before", () => {
    show();
    expect(screen.getByRole("button", { name: "Dial Grace Hopper" })).toBeEnabled();
    expect(screen.getByRole("button", { name: "Redial Amara Okafor" })).toBeEnabled();
  });
  it("does not offer a lead that a colleague is calling, and says who", () => {
    show();
    expect(screen.getByRole("button", { name: "Dial Jun Tanaka" })).toBeDisabled();
    expect(within(row("Jun")).getByText("Ben is calling")).toBeInTheDocument();
  });
  it("offers no second call during a call", () => {
    show({ mayDial: false });
    expect(screen.getByRole("button", { name: "Dial Grace Hopper" })).toBeDisabled();
  });
  it("opens a row by the space bar and by a click, but not by its button", async () => {
    const { user, onOpen, onDial } = show();
    await user.click(screen.getByText("Amara Okafor"));
    row("Grace").focus();
    await user.keyboard(" ");
    expect(onOpen.mock.calls.map(([lead]) => (lead as Lead).id)).toEqual(["led_2", "led_1"]);
    await user.click(screen.getByRole("button", { name: "Dial Grace Hopper" }));
    expect(onOpen).toHaveBeenCalledTimes(2);
    expect(onDial).toHaveBeenCalledTimes(1);
  });
  it("asks the server for another order", async () => {
    const { user, onSort } = show({ sort: "contact_name" });
    await user.click(screen.getByRole("button", { name: "Name" }));
    await user.click(screen.getByRole("button", { name: "Company" }));
    expect(onSort.mock.calls).toEqual([["-contact_name"], ["company_name"]]);
  });
});

describe("the columns", () => {
  it("give way one by one as it gets tight, the least needed first, and never exceed the room", () => {
    const keys = (width: number) => columnsFor(width).map((column) => column.key);
    expect(keys(300)).toEqual(["name", "company", "phone", "status", "outcome"]);
    expect(keys(1_000)).toContain("local");
    expect(keys(1_224)).not.toContain("title");
    expect(keys(1_600)).toHaveLength(10);
    for (let width = 840; width < 1_600; width += 10) {
      const least = columnsFor(width).reduce((sum, column) => sum + (column.width + 0.75) * 16, (5.25 + 2.25) * 16);
      expect(least).toBeLessThanOrEqual(width);
    }
  });
});

describe("the rows of a list", () => {
  it("show the live version of what was fetched, and never an older one", () => {
    const live = new Map([["led_1", aLead({ status: "calling", revision: 5 })]]);
    expect(mergeLeads([aLead()], live)[0]?.status).toBe("calling");
    expect(mergeLeads([aLead({ revision: 9 })], live)[0]?.status).toBe("new");
  });
  it("show nobody twice when pages overlap, and nobody who was not fetched", () => {
    const live = new Map([["led_7", aLead({ id: "led_7" })]]);
    expect(mergeLeads([aLead(), aLead()], live)).toHaveLength(1);
  });
});

describe("the next open lead", () => {
  const now = Date.parse("2026-11-21T18:40:00Z");
  const due = aLead({ id: "due", status: "callback", callback_at: "2026-11-21T18:00:00Z" });
  const later = aLead({ id: "later", status: "callback", callback_at: "2026-11-22T18:00:00Z" });
  const closed = aLead({ id: "closed", status: "closed" });
  const fresh = aLead({ id: "fresh" });
  it("is the one below that waits or is due, from the top again at the end", () => {
    expect(nextOpen([fresh, closed, later, due], "fresh", "usr_1", now)?.id).toBe("due");
    expect(nextOpen([fresh, closed, later], "closed", "usr_1", now)?.id).toBe("fresh");
  });
  it("is nobody whom a colleague holds, and not the one just called", () => {
    const held = { ...fresh, held_by: { user_id: "usr_2", name: "Ben", until: "2026-11-21T19:00:00Z" } };
    expect(nextOpen([held], null, "usr_1", now)).toBeNull();
    expect(nextOpen([held], null, "usr_2", now)?.id).toBe("fresh");
    expect(nextOpen([{ ...held, held_by: { ...held.held_by, until: "2026-11-21T18:00:00Z" } }], null, "usr_1", now)?.id).toBe("fresh");
    expect(nextOpen([fresh], "fresh", "usr_1", now)).toBeNull();
  });
});

describe("the filter", () => {
  it("lives in the address and leaves out what is as usual", () => {
    const search = writeFilter(new URLSearchParams("list=lst_1"), { q: "okafor", status: "new" });
    expect(search.toString()).toBe("list=lst_1&status=new&q=okafor");
    expect(queryOf(readFilter(search))).toEqual({ list_id: "lst_1", status: "new", q: "okafor", sort: "line" });
    expect(writeFilter(search, { q: "", status: "" }).toString()).toBe("list=lst_1");
  });
});
