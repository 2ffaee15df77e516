import { act, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { useDraft } from "./browser";

afterEach(() => sessionStorage.clear());

describe("a draft", () => {
  it("is there when its view comes back at once", () => {
    const first = renderHook(() => useDraft("note"));
    act(() => first.result.current[1]("Likes blue."));
    first.unmount();
    const second = renderHook(() => useDraft("note"));
    expect(second.result.current[0]).toBe("Likes blue.");
    act(() => second.result.current[1](""));
    second.unmount();
    expect(sessionStorage.getItem("note")).toBeNull();
  });
});
