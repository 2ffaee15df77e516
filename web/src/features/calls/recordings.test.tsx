import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";

import { Recordings } from "./Recordings";

it("has a player for each talk of a call that was put through, in their order", () => {
  const recording = (id: string) => ({ id, url: `/api/v1/recordings/${id}`, duration_ms: 6_000, channels: 2, deleted: null });
  const gone = { ...recording("rec_3"), deleted: { at: "2026-11-21T18:40:00Z", by: "retention" } };
  render(<Recordings recordings={[recording("rec_1"), recording("rec_2"), gone] as never} />);
  const [, second, third] = screen.getAllByRole("listitem");
  expect(second).toHaveTextContent("Talk 2");
  expect(within(second as HTMLElement).getByRole("group", { name: "Recording" })).toBeInTheDocument();
  expect(third).toHaveTextContent("Talk 3The recording was deleted.");
});
