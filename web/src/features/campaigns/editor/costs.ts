import type { CampaignSettings } from "../model";

/** What several lines for each agent cost besides money, in sentences; none where nothing is lost. */
export function parallelCosts({ mode, audience, lines_per_seat: lines, abandon_budget_permille: budget }: Pick<CampaignSettings, "mode" | "audience" | "lines_per_seat" | "abandon_budget_permille">): string[] {
  if (mode !== "parallel") return [];
  if (lines <= 1) return ["One line for each agent is the same as progressive: nobody is abandoned."];
  const others = lines - 1;
  const them = others === 1 ? "other line is" : `other ${others} lines are`;
  if (audience === "business") {
    return [
      `When a person answers, the ${them} cancelled at once, so next to nobody is abandoned.`,
      "The price: phones that stop ringing after a moment, and calls missed for a reason that nobody explains. Do not use it for people at home.",
    ];
  }
  return [
    `When a person answers, the ${others === 1 ? "other line goes" : `other ${others} lines go`} on ringing until 15 seconds are full, and may be answered by people whom nobody can take.`,
    `If one phone in five is answered by a person, an agent alone loses up to ${Math.round(worstAbandonShare(lines) * 100)} of 100 people so; in a team, others take most of them.`,
    `At ${percent(budget)} abandoned it goes on with one line for each agent, until there is budget again. So ${lines} lines pay off with about ten agents or more; with fewer it mostly runs as progressive.`,
  ];
}

/** The most that can be abandoned by one agent alone, when every line that still rings may be answered meanwhile. */
export function worstAbandonShare(lines: number, answersLive = 0.2): number {
  const lost = (lines - 1) * answersLive;
  return lost / (1 + lost);
}

function percent(permille: number): string {
  return `${permille % 10 === 0 ? permille / 10 : (permille / 10).toFixed(1)} %`;
}
