import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";

import { Recordings } from "./Recordings";

it("has a player for each talk of a call that was put through, in their order", () => {
  const recording = (id: string) => ({ id, url: `/api/v1/recordings/${id}`, duration_ms: 6_000, channels: 2, deleted: null });
  const gone = { ...recording("rec_3"), deleted: { at: "2026-11-21T18:40:00Z", by: "retention" } };
  render(<Recordings recordings={[recording("rec_1"), recording("rec_2"), gone] as never} />);
  const talks = screen.getAllByRole("listitem");
  expect(talks).toHaveLength(3);
  expect(within(talks[1]!).getByText("Talk 2")).toBeInTheDocument();
  expect(within(talks[1]!).getByRole("group", { name: "Recording" })).toBeInTheDocument();
  expect(within(talks[2]!).getByText("The recording was deleted.")).toBeInTheDocument();
});
