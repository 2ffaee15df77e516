import { screen, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { describe, expect, it, vi } from "vitest";

import { renderAs } from "@/test/render";
import { answers } from "@/test/server";

import type { Import } from "../model";
import { ImportPage } from "./ImportPage";
import { choicesFor, mapColumn } from "./targets";
import { missingSentence, progressWords, startWords, verdict } from "./words";

function anImport(part: Partial<Import> = {}): Import {
  return {
    id: "imp_1",
    state: "checked",
    cancelling: false,
    file_name: "messe.csv",
    bytes: 412_000,
    name: "Messe",
    list_id: null,
    known: "update",
    tags: [],
    consents: null,
    has_header: true,
    encoding: "utf-8",
    separator: ";",
    columns: [
      { index: 0, header: "Name", sample: ["Grace Hopper"], mapped_to: "name" },
      { index: 1, header: "Telefon", sample: ["+1 415 555 2671"], mapped_to: "phone" },
      { index: 2, header: "Mobil", sample: ["+1 917 555 0102"], mapped_to: "phone_2" },
      { index: 3, header: "Branche", sample: ["Handel"], mapped_to: "ignore" },
    ],
    remembered: false,
    missing: [],
    counts: { rows: 500, new: 400, updated: 50, duplicate: 30, do_not_call: 5, invalid: 15 },
    progress: { done_rows: 0, total_rows: 500, rows_per_second: null },
    rows: [{ line: 2, contact_name: "Grace Hopper", company_name: null, phone: "+14155552671", phone_display: "+1 415-555-2671", title: null, result: "new", code: null, reason: null }],
    errors: [{ line: 9, code: "number_invalid", reason: "“12345” is too short.", raw: "Jun;12345" }],
    undone: null,
    problem: null,
    created_at: "2026-11-28T09:12:00Z",
    started_at: null,
    finished_at: null,
    created_by: { name: "Ada" } as Import["created_by"],
    ...part,
  };
}

function show(made: Import, role: "manager" | "agent" = "manager") {
  answers("get", "/imports/imp_1", made as never);
  answers("get", "/lists", { items: [], next_cursor: null });
  return renderAs(
    role,
    <Routes>
      <Route path="/leads/import/:id" element={<ImportPage />} />
    </Routes>,
    "/leads/import/imp_1",
  );
}

describe("an import that was read", () => {
  it("says what would become of the rows and starts when it is told to", async () => {
    const { user } = show(anImport());
    const figures = await screen.findByLabelText("What would become of the rows");
    expect(within(figures).getByText("400")).toBeInTheDocument();
    expect(screen.getByText("400 new leads, 50 known leads are updated; 50 rows are left out.")).toBeInTheDocument();
    const started = answers("post", "/imports/imp_1/start", anImport({ state: "running", progress: { done_rows: 100, total_rows: 500, rows_per_second: 50 } }) as never);
    answers("get", "/imports/imp_1", anImport({ state: "running", progress: { done_rows: 100, total_rows: 500, rows_per_second: 50 } }) as never);
    await user.click(screen.getByRole("button", { name: "Import 400 leads" }));
    expect(await screen.findByRole("progressbar", { name: "Import" })).toHaveAttribute("aria-valuetext", "100 of 500 rows, 50 rows a second, about 8 s left");
    expect(started).toHaveLength(1);
  });
  it("is read again when a column is taken for something else", async () => {
    const { user } = show(anImport());
    const changed = answers("patch", "/imports/imp_1", anImport({ state: "checking" }) as never);
    await user.click(await screen.findByRole("combobox", { name: "What Branche holds" }));
    await user.click(await screen.findByRole("option", { name: "Own field “Branche”" }));
    await vi.waitFor(() => expect(changed[0]?.body).toEqual({ mapping: ["name", "phone", "phone_2", "custom:Branche"] }));
  });
  it("keeps a choice that the server has not taken in yet when the next one is made", async () => {
    const { user } = show(anImport());
    // As the server does it: the columns are told anew once the file was read again.
    const changed = answers("patch", "/imports/imp_1", anImport({ state: "checking" }) as never);
    await screen.findByText("Waits for you");
    answers("get", "/imports/imp_1", anImport({ state: "checking" }) as never);
    const choose = async (column: string, field: string) => {
      await user.click(await screen.findByRole("combobox", { name: `What ${column} holds` }));
      await user.click(await screen.findByRole("option", { name: field }));
    };
    await choose("Branche", "Own field “Branche”");
    await choose("Mobil", "Not imported");
    await vi.waitFor(() => expect(changed.map(({ body }) => body).at(-1)).toEqual({ mapping: ["name", "phone", "ignore", "custom:Branche"] }), { timeout: 10_000 });
  });
  it("cannot start without a number column, and says so", async () => {
    show(anImport({ missing: ["phone"], counts: { rows: 500, new: 0, updated: 0, duplicate: 0, do_not_call: 0, invalid: 500 } }));
    expect(await screen.findByText(/^Say which column holds the phone number/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Import" })).toBeDisabled();
  });
  it("is not for agents", async () => {
    show(anImport(), "agent");
    expect(await screen.findByText("Your role does not include this")).toBeInTheDocument();
  });
});

describe("an import that is done", () => {
  it("leads to its list and is undone only after the number was seen", async () => {
    const done = anImport({ state: "done", list_id: "lst_7", started_at: "2026-11-28T09:12:00Z", finished_at: "2026-11-28T09:12:03Z" });
    const { user } = show(done);
    expect(await screen.findByRole("link", { name: "Show the leads" })).toHaveAttribute("href", "/leads?list=lst_7");
    const undone = answers("post", "/imports/imp_1/undo", anImport({ state: "undone", undone: { removed: 398, restored: 50, kept: 2 } }) as never);
    await user.click(screen.getByRole("button", { name: "Undo the import" }));
    expect(undone).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: "Undo 450 leads" }));
    expect(await screen.findByText("The import was undone: 398 leads removed, 50 put back as they were.")).toBeInTheDocument();
    expect(screen.getByText("2 leads stayed because they were called or changed in the meantime.")).toBeInTheDocument();
  });
});

describe("columns", () => {
  const { columns } = anImport();
  it("hold one field each: whoever had it gets what the other had", () => {
    expect(mapColumn(columns, 2, "phone")).toEqual(["name", "phone_2", "phone", "ignore"]);
    expect(mapColumn(columns, 3, "name")).toEqual(["ignore", "phone", "phone_2", "name"]);
    expect(mapColumn(columns, 0, "ignore")).toEqual(["ignore", "phone", "phone_2", "ignore"]);
  });
  it("may become a field of their own name, and keep one of another name", () => {
    const [first] = columns;
    if (!first) throw new Error("there are columns");
    const values = choicesFor({ ...first, mapped_to: "custom:Title of honour" }).map(({ value }) => value);
    expect(values).toContain("custom:Name");
    expect(values).toContain("custom:Title of honour");
  });
});

describe("words", () => {
  it("say what Start will do", () => {
    const { counts } = anImport();
    expect(startWords({ counts: { ...counts, new: 0 } })).toBe("Update 50 leads");
    expect(verdict({ counts, known: "move" })).toBe("400 new leads, 50 known leads are updated and moved here; 50 rows are left out.");
    expect(verdict({ counts: { ...counts, new: 0, updated: 0 }, known: "skip" })).toBe("Nothing of this file would be written.");
  });
  it("say no rate that nobody measured", () => {
    expect(progressWords({ done_rows: 5, total_rows: 10, rows_per_second: null })).toEqual(["5 of 10 rows"]);
  });
  it("say what is missing, the number first", () => {
    expect(missingSentence(["name", "company", "phone"])).toMatch(/phone number/);
    expect(missingSentence(["name", "company"])).toMatch(/name or a company/);
    expect(missingSentence([])).toBeNull();
  });
});
