import { describe, expect, it } from "vitest";

import { aCampaign } from "@/test/seats";

import { campaignCommands, commandWords } from "./campaignCommands";

const CAMPAIGNS = [aCampaign({ name: "Spring offer" }), aCampaign({ id: "cmp_2", name: "Spring survey", state: "paused" }), aCampaign({ id: "cmp_3", name: "Dentists", state: "draft" })];
const offered = (text: string, mayWrite = true) => campaignCommands(text, CAMPAIGNS, mayWrite).commands.map(commandWords);

describe("what is typed about campaigns", () => {
  it("is an order where it begins with one, for those campaigns that can take it", () => {
    expect(offered("pause spring")).toEqual(["Pause Spring offer"]);
    expect(offered("stop campaign spring")).toEqual(["Stop Spring offer", "Stop Spring survey"]);
    expect(offered("start")).toEqual(["Go on with Spring survey", "Start Dentists"]);
    expect(offered("go on with the campaign spring")).toEqual(["Go on with Spring survey"]);
    expect(offered("report of dent")).toEqual(["Report of Dentists"]);
    expect(campaignCommands("drain spring", CAMPAIGNS, true).isOrder).toBe(true);
  });
  it("offers everything that one campaign can take, and the way to several", () => {
    expect(offered("dentists")).toEqual(["Open Dentists", "Start Dentists", "Report of Dentists", "Change Dentists"]);
    expect(offered("spring")).toEqual(["Open Spring offer", "Open Spring survey"]);
    expect(offered("s")).toEqual([]);
  });
  it("orders nothing for people who may only look", () => {
    expect(offered("stop spring", false)).toEqual([]);
    expect(offered("dentists", false)).toEqual(["Open Dentists", "Report of Dentists"]);
  });
});
