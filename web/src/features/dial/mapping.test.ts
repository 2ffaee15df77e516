import { describe, expect, it } from "vitest";

import { choose, columnName, mappingQuery, nameOfFile, verdict } from "./mapping";
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
