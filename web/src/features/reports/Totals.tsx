import { count, counted, percent } from "@/format/amounts";
import { duration } from "@/format/time";
import { DASH } from "@/format/words";

import { cents } from "./columns";
import { FigureStrip, type Figure } from "./FigureStrip";
import type { ReportRow } from "./model";

/** What a whole report comes to, at a glance. */
export function Totals({ total, budget }: { total: ReportRow; budget: number | null }) {
  const { cost } = total;
  const known = cost.known.map(cents).join(" + ");
  const share = (part: number, of: number) => (of > 0 ? percent(part / of) : undefined);
  const figures: Figure[] = [
    { name: "Dialled", value: count(total.dialed) },
    { name: "Answered", value: count(total.answered), note: share(total.answered, total.dialed) },
    { name: "People", value: count(total.live_answers), note: total.answered > 0 ? `${percent(total.live_answers / total.answered)} of answered` : undefined },
    { name: "Talks", value: count(total.talks), note: total.live_answers > 0 ? `${percent(total.talks / total.live_answers)} of people` : undefined },
    {
      name: "Abandoned",
      value: total.abandon_permille === null ? DASH : percent(total.abandon_permille / 1_000),
      note: total.abandoned > 0 ? counted(total.abandoned, "person", "people") : undefined,
      level: budget !== null && total.abandon_permille !== null && total.abandon_permille > budget ? "bad" : undefined,
    },
    { name: "Talk time", value: duration(total.talk_ms), note: total.average_talk_ms === null ? undefined : `${duration(total.average_talk_ms)} each` },
    {
      name: "Cost",
      value: known || (cost.unknown > 0 ? "Unknown" : DASH),
      note: cost.unknown > 0 ? `${counted(cost.unknown, "call")} not priced yet` : total.talks > 0 && cost.known.length === 1 && cost.known[0] ? `${cents({ ...cost.known[0], amount: (Number(cost.known[0].amount) / total.talks).toFixed(4) })} for each talk` : undefined,
    },
  ];
  return <FigureStrip label="The whole report" figures={figures} />;
}
