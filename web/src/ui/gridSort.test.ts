import { describe, expect, it } from "vitest";

import { nextSort, sortedBy } from "./gridSort";

describe("the order of a grid", () => {
  it("is by the column that was pressed alone, and turns round when it is pressed again", () => {
    expect(nextSort("line", "status", "ascending", 1)).toBe("status");
    expect(nextSort("status", "status", "ascending", 1)).toBe("-status");
    expect(nextSort("-status", "status", "ascending", 1)).toBe("status");
    expect(nextSort("line", "created_at", "descending", 1)).toBe("-created_at");
  });
  it("takes further columns with Shift, as many as the server sorts by, the last one giving way", () => {
    expect(nextSort("status", "name", "ascending", 3)).toBe("status,name");
    expect(nextSort("status,name", "status", "ascending", 3)).toBe("-status,name");
    expect(nextSort("a,b,c", "d", "ascending", 3)).toBe("a,b,d");
  });
  it("tells each column its direction and its place", () => {
    expect(sortedBy("status,-name", "name")).toEqual({ direction: "descending", place: 2, of: 2 });
    expect(sortedBy("status", "name")).toEqual({ direction: undefined, place: 0, of: 1 });
  });
});
