import { describe, expect, it } from "vitest";

import { choicesFor, choose, columnName, mappingQuery, missingSentence, nameOfFile, verdict } from "./mapping";
import type { ListPreview } from "./model";

const guess: ListPreview["mapping"] = { name: 0, company: 1, phone: 2, title: null, email: null, time_zone: null, family_name: null };

describe("the mapping of columns", () => {
  it("leaves to the server what nobody chose", () => {
    expect(mappingQuery({}, "")).toEqual({});
    expect(mappingQuery({ phone: 3, title: null }, "DE")).toEqual({ default_region: "DE", phone_column: "3", title_column: "" });
  });
  it("takes a column away from the field that had it", () => {
    expect(choose({}, guess, "title", 0)).toEqual({ title: 0, name: null });
    expect(choose({ name: 3 }, guess, "title", 0)).toEqual({ name: 3, title: 0 });
    expect(choose({}, guess, "phone", null)).toEqual({ phone: null });
  });
  it("lets one column be name and company, and keeps them together", () => {
    expect(choose({}, guess, "company", 0)).toEqual({ company: 0 });
    expect(choose({ company: 0 }, guess, "name", 3)).toEqual({ name: 3, company: 3 });
    expect(choose({ company: 0 }, guess, "title", 0)).toEqual({ company: null, name: null, title: 0 });
  });
  it("offers the other one's column in words", () => {
    const columns = ["Contact", "Firm", "Phone"].map((header, index) => ({ index, header, sample: [] }));
    const labels = (field: "name" | "company" | "phone", part: Partial<typeof guess>) => {
      const { value, choices } = choicesFor(field, true, { mapping: { ...guess, ...part }, columns });
      return [choices.find((one) => one.value === value)?.label, choices.map((one) => one.label)];
    };
    expect(labels("company", { company: null })).toEqual(["Choose a column", ["Choose a column", "Same as name", "Firm", "Phone"]]);
    expect(labels("company", { company: 0 })).toEqual(["Same as name", ["Choose a column", "Same as name", "Firm", "Phone"]]);
    expect(labels("name", { company: 0 })).toEqual(["Contact", ["Choose a column", "Contact", "Firm", "Phone"]]);
    expect(labels("name", { name: null })).toEqual(["Choose a column", ["Choose a column", "Same as company", "Contact", "Phone"]]);
    expect(labels("phone", {})).toEqual(["Phone", ["Choose a column", "Contact", "Firm", "Phone"]]);
  });
  it("says which required column is missing and what to do", () => {
    const mapping = { ...guess, company: null };
    expect(missingSentence({ missing: ["company"], mapping })).toBe("Choose the column that holds the company: a list is not loaded without it. If the file has no such column, choose “Same as name”.");
    expect(missingSentence({ missing: ["name", "company", "phone"], mapping: { ...mapping, name: null } })).toBe("Choose the column that holds the name, company and phone: a list is not loaded without them.");
    expect(missingSentence({ missing: [], mapping: guess })).toBeNull();
  });
  it("names a column without a header by its place and a value", () => {
    expect(columnName({ index: 2, header: " Phone ", sample: [] })).toBe("Phone");
    expect(columnName({ index: 2, header: "", sample: ["", "+1 415"] })).toBe("Column 3 (+1 415)");
    expect(columnName({ index: 2, header: "", sample: [] })).toBe("Column 3");
  });
  it("says what comes of the file, and nothing when nothing comes of it", () => {
    expect(verdict({ rows: 500, valid: 480, invalid: 15, duplicates: 5 })).toBe("480 leads from 500 rows; 15 rows cannot be read, 5 rows repeat a number.");
    expect(verdict({ rows: 1, valid: 1, invalid: 0, duplicates: 0 })).toBe("1 lead from 1 row.");
    expect(verdict({ rows: 3, valid: 0, invalid: 3, duplicates: 0 })).toBeNull();
  });
  it("names the list after the file", () => {
    expect(nameOfFile("spring_list.csv")).toBe("spring list");
    expect(nameOfFile(".csv")).toBe("New list");
  });
});
