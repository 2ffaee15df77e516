import { ChartColumn } from "lucide-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { useCampaigns } from "@/features/campaigns/queries";
import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Segments } from "@/ui/Segments";
import { Select } from "@/ui/Select";

import { CampaignReport } from "./CampaignReport";
import type { ReportBy } from "./model";
import { daysOf, rangeOf, readPeriod, type Period } from "./period";
import { PeriodPicker } from "./PeriodPicker";
import styles from "./Reports.module.css";
import { ShiftLog } from "./ShiftLog";

/** What campaigns came to, and the log of shifts; agents see their own shifts. What is looked at stands in the address. */
export function ReportsPage() {
  const mayRead = useMay("reports.read");
  const [search, setSearch] = useSearchParams();
  const [now] = useState(() => new Date());
  const campaigns = useCampaigns(mayRead);
  const view = mayRead && search.get("view") !== "shifts" ? "calls" : "shifts";
  const period = readPeriod(search, now);
  const put = (part: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries(part)) {
      if (value === "") next.delete(key);
      else next.set(key, value);
    }
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  const items = campaigns.data ?? [];
  const wanted = search.get("campaign") ?? "";
  // Without a choice it is the campaign that was started last.
  const latest = [...items].sort((a, b) => (b.started_at ?? "").localeCompare(a.started_at ?? ""))[0];
  const campaign = items.find(({ id }) => id === wanted) ?? (view === "calls" ? latest : undefined);
  const choices = [...(view === "shifts" ? [{ value: "", label: "Every campaign" }] : []), ...items.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <>
      <PageHeader title={mayRead ? "Reports" : "My shifts"}>{view === "shifts" ? "Who sat at a desk when, and what of it was work." : "What the calls of a campaign came to."}</PageHeader>
      <div className={styles.page}>
        <div className={styles.filters} role="search" aria-label="What the report is about">
          {mayRead && <Segments label="Report" value={view} choices={VIEWS} onChange={(next) => put({ view: next === "calls" ? "" : next })} />}
          {mayRead && items.length > 0 && <Select className={styles.choice} label="Campaign" value={campaign?.id ?? ""} choices={choices} onChange={(id) => put({ campaign: id })} />}
          <PeriodPicker period={period} onChange={(next: Period) => put({ from: next.from, to: next.to })} />
        </div>
        {view === "shifts" ? (
          <ShiftLog question={{ ...rangeOf(period), ...(mayRead && wanted !== "" ? { campaign_id: wanted } : {}) }} isOwn={!mayRead} />
        ) : campaigns.isError && !campaigns.data ? (
          <Broken error={campaigns.error} onRetry={() => void campaigns.refetch()} />
        ) : campaigns.isPending ? (
          <Skeleton rows={8} height={48} />
        ) : campaign ? (
          <CampaignReport key={campaign.id} campaign={campaign} period={period} by={readBy(search.get("by"), period)} onBy={(by) => put({ by })} />
        ) : (
          <Blank icon={<ChartColumn />} title="No campaigns yet" action={<Link to="/campaigns">Campaigns</Link>}>
            A report tells what a campaign’s calls came to. Make a campaign first.
          </Blank>
        )}
      </div>
    </>
  );
}

/** By what the address tells calls apart; by hour for one day, by day for more. */
function readBy(word: string | null, period: Period): ReportBy {
  return BYS.find((by) => by === word) ?? (daysOf(period) === 1 ? "hour" : "day");
}

const VIEWS = [
  { value: "calls", label: "Calls" },
  { value: "shifts", label: "Shifts" },
] as const;
const BYS: readonly ReportBy[] = ["hour", "day", "list", "caller_id", "agent"];
