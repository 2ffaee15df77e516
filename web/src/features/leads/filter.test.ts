import { describe, expect, it } from "vitest";

import { aLead } from "@/test/leads";

import { readColumns, writeColumns } from "./columns";
import { customField, numberField, tagsOf } from "./fields";
import { isFiltered, queryOf, readFilter, selectionOf, viewQuery, withoutFilter, writeFilter } from "./filter";
import { selectedWords, selectOf, sizeOf, toggle, type Selection } from "./selection";

describe("the filter of leads", () => {
  it("lives in the address, leaves out what is as usual, and leaves alone what is not its own", () => {
    const search = writeFilter(new URLSearchParams("view=viw_1&cols=name"), { list: "lst_1", q: "okafor", custom: { Industry: "Books" } });
    expect(search.toString()).toBe("view=viw_1&cols=name&list=lst_1&q=okafor&custom.Industry=Books");
    expect(readFilter(search).custom).toEqual({ Industry: "Books" });
    expect(withoutFilter(search).toString()).toBe("view=viw_1&cols=name");
  });
  it("asks the server in its words; a day begins at midnight here", () => {
    const filter = readFilter(new URLSearchParams("list=lst_1&never_called=true&called_after=2026-11-20&q=+415+&sort=status,-line"));
    expect(queryOf(filter)).toEqual({ list_id: "lst_1", never_called: "true", called_after: new Date("2026-11-20T00:00").toISOString(), q: "415", sort: "status,-line" });
  });
  it("asks for what came of automatic calls by the server's word", () => {
    expect(selectionOf(readFilter(new URLSearchParams("result=not_interested")))).toEqual({ result: "not_interested" });
  });
  it("knows whether anything is left out", () => {
    expect(isFiltered(readFilter(new URLSearchParams("sort=status&cols=name&view=v")))).toBe(false);
    expect(isFiltered(readFilter(new URLSearchParams("custom.Industry=Books")))).toBe(true);
  });
  it("keeps in a view what is the view's, whatever the order of the address", () => {
    expect(viewQuery(new URLSearchParams("view=v&sort=status&q=a&list=l"))).toBe(viewQuery(new URLSearchParams("list=l&q=a&sort=status")));
  });
});

describe("the columns in the address", () => {
  it("survive names with commas", () => {
    const keys = ["name", "custom:Size, in people", "phone"];
    expect(readColumns(writeColumns(keys))).toEqual(keys);
  });
});

describe("a selection", () => {
  const all: Selection = { kind: "all" };
  const total = { n: 12_345, isAtLeast: false };
  it("says how many it is", () => {
    expect(selectedWords({ kind: "some", ids: new Set(["a"]) }, total)).toBe("1 lead selected");
    expect(selectedWords(all, total)).toBe("All 12,345 that match selected");
    expect(selectedWords(all, { n: 10_000, isAtLeast: true })).toBe("All more than 10,000 that match selected");
  });
  it("promises no number that was not counted to the end", () => {
    expect(sizeOf(all, total)).toBe(12_345);
    expect(sizeOf(all, { n: 10_000, isAtLeast: true })).toBeNull();
  });
  it("of all is a filter; with one unticked it is those that were seen", () => {
    expect(selectOf(all, { tag: "vip", attempts_max: "3", never_called: "true" })).toEqual({ filter: { tag: "vip", attempts_max: 3, never_called: true } });
    expect(selectOf(toggle(all, "b", ["a", "b", "c"]), { tag: "vip" })).toEqual({ ids: ["a", "c"] });
  });
  it("is asked for with the filter that is shown", () => {
    expect(selectionOf(readFilter(new URLSearchParams("list=lst_1&sort=status")))).toEqual({ list_id: "lst_1" });
  });
});

describe("what is written in a field", () => {
  const lead = aLead({ numbers: [{ phone: "+14155552671", phone_display: "+1 415-555-2671", label: "office" }, { phone: "+14155550199", phone_display: "+1 415-555-0199", label: null }] });
  it("changes one number and leaves the others alone", () => {
    expect(numberField(0).change("212 555 0123", lead)).toEqual({ numbers: [{ phone: "212 555 0123", label: "office" }, { phone: "+14155550199", label: null }] });
    expect(numberField(1).change("", lead)).toEqual({ numbers: [{ phone: "+14155552671", label: "office" }] });
  });
  it("empties a custom field with nothing", () => {
    expect(customField("Industry").change("  ", lead)).toEqual({ custom: { Industry: null } });
  });
  it("is read as tags, each once", () => {
    expect(tagsOf(" vip, spring,, vip ")).toEqual(["vip", "spring"]);
  });
});
