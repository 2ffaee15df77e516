import { fireEvent, screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { aLead, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, problem, server } from "@/test/server";

import { LeadsPage } from "./LeadsPage";
import type { Lead, SavedView } from "./model";

const LEADS = [
  aLead({ id: "led_1" }),
  aLead({ id: "led_2", contact_name: "Amara Okafor", company_name: "Blue Finch Dental", custom: { Industry: "Dentistry" }, tags: ["vip"] }),
  aLead({ id: "led_3", contact_name: "Jun Tanaka", company_name: "Cobalt Freight" }),
];

/** A workspace with leads; keeps what was asked of their list. */
function workspace(leads: readonly Lead[] = LEADS, total = leads.length, views: SavedView[] = []) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/v1/leads", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: leads, next_cursor: null, total, total_is_at_least: false });
    }),
  );
  answers("get", "/lists", { items: [], next_cursor: null });
  answers("get", "/dispositions", { items: someDispositions() });
  answers("get", "/leads/facets", { tags: ["spring"], regions: ["US"], custom_fields: ["Employees"] });
  answers("get", "/views", { items: views });
  return asked;
}

const row = (name: string) => screen.getByRole("row", { name: new RegExp(name) });
const shown = async () => screen.findByRole("grid", { name: "Leads" });

beforeEach(() => {
  // Nothing has a size in the test environment, and rows without room do not exist.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1_440);
});

describe("writing in the table", () => {
  it("begins with Enter, is saved with Enter, and gives the focus back to the row", async () => {
    workspace();
    const asked = answers("patch", "/leads/led_1", (body) => ({ ...LEADS[0], ...(body as object), revision: 2 }) as never);
    const { user } = renderAs("agent", <LeadsPage />, "/leads");
    await shown();
    row("Grace Hopper").focus();
    await user.keyboard("{Enter}");
    const input = screen.getByRole("textbox", { name: "Name of Grace Hopper" });
    expect(input).toHaveValue("Grace Hopper");
    await user.clear(input);
    await user.type(input, "Grace Brewster Hopper{Enter}");
    expect(await screen.findByText("Grace Brewster Hopper")).toBeInTheDocument();
    expect(asked.map(({ body }) => body)).toEqual([{ contact_name: "Grace Brewster Hopper" }]);
    expect(row("Grace Brewster")).toHaveFocus();
  });
  it("goes on with Tab, saves only what changed, and leaves everything as it was with Escape", async () => {
    workspace();
    const asked = answers("patch", "/leads/led_1", (body) => ({ ...LEADS[0], ...(body as object), revision: 2 }) as never);
    const { user } = renderAs("agent", <LeadsPage />, "/leads");
    await shown();
    row("Grace Hopper").focus();
    await user.keyboard("{Enter}{Tab}");
    const company = screen.getByRole("textbox", { name: "Company of Grace Hopper" });
    expect(company).toHaveFocus();
    await user.type(company, " Ltd");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("textbox", { name: /of Grace Hopper/ })).not.toBeInTheDocument();
    expect(asked).toEqual([]);
    expect(row("Grace Hopper")).toHaveFocus();
  });
  it("opens again with what was typed when the server does not take it", async () => {
    workspace();
    answers("patch", "/leads/led_1", () => problem(422, "request.invalid", "“12345” is too short for a phone number."));
    const { user } = renderAs("agent", <LeadsPage />, "/leads?cols=name,phone");
    await shown();
    await user.dblClick(within(row("Grace Hopper")).getByText("+1 415-555-2671"));
    const input = screen.getByRole("textbox", { name: "Phone of Grace Hopper" });
    await user.clear(input);
    await user.type(input, "12345{Enter}");
    expect(await screen.findByRole("textbox", { name: "Phone of Grace Hopper" })).toHaveValue("12345");
    expect(screen.getAllByText("“12345” is too short for a phone number.").length).toBeGreaterThan(0);
  });
  it("reaches the fields that only some lists have", async () => {
    workspace();
    const asked = answers("patch", "/leads/led_2", () => LEADS[1] as never);
    const { user } = renderAs("agent", <LeadsPage />, "/leads?cols=name,custom:Industry");
    await shown();
    await user.dblClick(within(row("Amara")).getByText("Dentistry"));
    await user.clear(screen.getByRole("textbox", { name: "Industry of Amara Okafor" }));
    await user.keyboard("Books{Enter}");
    await vi.waitFor(() => expect(asked.map(({ body }) => body)).toEqual([{ custom: { Industry: "Books" } }]));
  });
});

describe("many leads at once", () => {
  it("are tagged by their ids, with the number that was shown, and the message takes it back", async () => {
    workspace();
    const batches = answers("post", "/leads/batches", { id: "bat_1", changed: 2 });
    const undone = answers("post", "/leads/batches/bat_1/undo", { restored: 2 });
    const { user } = renderAs("manager", <LeadsPage />, "/leads");
    await shown();
    await user.click(screen.getByRole("checkbox", { name: "Select Grace Hopper" }));
    await user.click(screen.getByRole("checkbox", { name: "Select Jun Tanaka" }));
    await user.click(screen.getByRole("button", { name: "Tag" }));
    await user.type(await screen.findByRole("combobox", { name: "Tag" }), "vip{Enter}");
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(batches[0]?.body).toEqual({ select: { ids: ["led_1", "led_3"] }, action: { add_tag: "vip" }, expected: 2 });
    await vi.waitFor(() => expect(undone).toHaveLength(1));
    expect(screen.queryByRole("region", { name: "Selected leads" })).not.toBeInTheDocument();
  });
  it("are all that match, seen or not, once that is asked for", async () => {
    workspace(LEADS, 12_345);
    const batches = answers("post", "/leads/batches", () => problem(409, "leads.count_changed", "12,346 leads match by now."));
    const { user } = renderAs("manager", <LeadsPage />, "/leads?tag=vip");
    await shown();
    await user.click(screen.getByRole("checkbox", { name: "Select all rows that are loaded" }));
    await user.click(screen.getByRole("button", { name: "Select all 12,345 that match" }));
    await user.click(screen.getByRole("button", { name: "Archive" }));
    expect((await screen.findAllByText("Other leads match by now")).length).toBeGreaterThan(0);
    expect(batches[0]?.body).toEqual({ select: { filter: { tag: "vip" } }, action: { archive: true }, expected: 12_345 });
  });
  it("are not for agents", async () => {
    workspace();
    const { user } = renderAs("agent", <LeadsPage />, "/leads");
    await shown();
    await user.click(screen.getByRole("checkbox", { name: "Select Grace Hopper" }));
    expect(screen.queryByRole("region", { name: "Selected leads" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Import" })).not.toBeInTheDocument();
  });
});

describe("what is shown of the leads", () => {
  it("is asked of the server: filter, search and several sort keys", async () => {
    const asked = workspace();
    const { user } = renderAs("manager", <LeadsPage />, "/leads?sort=status");
    await shown();
    await user.keyboard("{Shift>}");
    await user.click(screen.getByRole("button", { name: "Name" }));
    await user.keyboard("{/Shift}");
    await vi.waitFor(() => expect(asked.at(-1)?.get("sort")).toBe("status,contact_name"));
    await user.type(screen.getByRole("searchbox", { name: /^Search leads/ }), "(415) 555");
    await vi.waitFor(() => expect(asked.at(-1)?.get("q")).toBe("(415) 555"));
  });
  it("may be filtered by what other leads have, seen or not", async () => {
    const asked = workspace();
    const { user } = renderAs("agent", <LeadsPage />, "/leads");
    await shown();
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await user.type(await screen.findByRole("textbox", { name: "Is" }), "40{Enter}");
    await vi.waitFor(() => expect(asked.at(-1)?.get("custom.Employees")).toBe("40"));
    expect(screen.getByRole("button", { name: "Remove the filter: Employees: 40", hidden: true })).toBeInTheDocument();
  });
  it("is a saved view once it has a name", async () => {
    workspace();
    const saved = answers("post", "/views", (body) => ({ id: "viw_9", ...(body as object), created_by: { id: "usr_1", name: "Ada" } }) as never);
    const { user } = renderAs("manager", <LeadsPage />, "/leads?status=callback&cols=name,phone");
    await shown();
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "To call back{Enter}");
    await vi.waitFor(() => expect(saved[0]?.body).toEqual({ page: "leads", name: "To call back", query: "cols=name%2Cphone&status=callback", columns: ["name", "phone"], shared: false }));
    expect(await screen.findByText("/leads?status=callback&cols=name%2Cphone&view=viw_9")).toBeInTheDocument();
  });
  it("is where to begin when there is nothing, and how to see more when nothing matches", async () => {
    workspace([]);
    const { unmount } = renderAs("manager", <LeadsPage />, "/leads");
    expect(await screen.findByText("No leads yet")).toBeInTheDocument();
    unmount();
    workspace([]);
    renderAs("manager", <LeadsPage />, "/leads?status=closed");
    expect(await screen.findByText("No lead matches")).toBeInTheDocument();
  });
});

describe("the columns", () => {
  const titles = () => screen.getAllByRole("columnheader").map((cell) => cell.textContent).filter((title) => title && title !== "Action");

  it("stand in the order of the address, and move with the arrow keys", async () => {
    workspace();
    const { user } = renderAs("agent", <LeadsPage />, "/leads?cols=phone,name,status");
    await shown();
    expect(titles()).toEqual(["Phone", "Name", "Status"]);
    await user.click(screen.getByRole("button", { name: "Columns" }));
    (await screen.findByRole("button", { name: /^Move Status/ })).focus();
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(titles()).toEqual(["Status", "Phone", "Name"]);
    expect(screen.getByText("/leads?cols=status%2Cphone%2Cname")).toBeInTheDocument();
  });
  it("move where their title is dropped, and are kept in a view", async () => {
    workspace();
    const saved = answers("post", "/views", (body) => ({ id: "viw_9", ...(body as object) }) as never);
    const { user } = renderAs("manager", <LeadsPage />, "/leads?cols=phone,name,status");
    await shown();
    const held = new Map<string, string>();
    const dataTransfer = { setData: (type: string, value: string) => held.set(type, value), getData: (type: string) => held.get(type) ?? "", types: ["application/x-outdial-column"], effectAllowed: "" };
    fireEvent.dragStart(screen.getByRole("columnheader", { name: "Status" }), { dataTransfer });
    fireEvent.drop(screen.getByRole("columnheader", { name: "Phone" }), { dataTransfer });
    expect(titles()).toEqual(["Status", "Phone", "Name"]);
    await user.click(await screen.findByRole("button", { name: "Save view" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), "By status{Enter}");
    await vi.waitFor(() => expect(saved[0]?.body).toMatchObject({ query: "cols=status%2Cphone%2Cname", columns: ["status", "phone", "name"] }));
  });
});
