import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { useShortcuts } from "./shortcuts";

function Keys({ keys, run }: { keys: string; run: () => void }) {
  useShortcuts([{ keys, run }]);
  return null;
}

describe("shortcuts", () => {
  it("give a key that ends a sequence to the sequence alone, whichever view came first", async () => {
    const hold = vi.fn();
    const home = vi.fn();
    render(<><Keys keys="h" run={hold} /><Keys keys="g h" run={home} /></>);
    await userEvent.keyboard("gh");
    expect(home).toHaveBeenCalledOnce();
    expect(hold).not.toHaveBeenCalled();
    await userEvent.keyboard("h");
    expect(hold).toHaveBeenCalledOnce();
  });

  it("run once for a key that two views listen for", async () => {
    const one = vi.fn();
    const other = vi.fn();
    render(<><Keys keys="p" run={one} /><Keys keys="p" run={other} /></>);
    await userEvent.keyboard("p");
    expect(one).toHaveBeenCalledOnce();
    expect(other).not.toHaveBeenCalled();
  });

  it("rest while somebody types, and after the view is gone", async () => {
    const run = vi.fn();
    const shown = render(<><Keys keys="x" run={run} /><input aria-label="Notes" /></>);
    await userEvent.type(shown.getByLabelText("Notes"), "x");
    shown.unmount();
    await userEvent.keyboard("x");
    expect(run).not.toHaveBeenCalled();
  });
});
