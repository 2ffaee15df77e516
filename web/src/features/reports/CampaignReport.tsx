import { useQuery } from "@tanstack/react-query";
import { ChartColumn, Download } from "lucide-react";
import { useState } from "react";

import type { Campaign } from "@/features/campaigns/model";
import { outcomeStatus } from "@/features/calls/status";
import { dispositionsQuery } from "@/features/dial/queries";
import { dispositionLabel } from "@/features/dial/status";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Segments } from "@/ui/Segments";

import { MEASURES, type MeasureKey } from "./measures";
import type { ReportBy } from "./model";
import { ownZone, rangeOf, type Period } from "./period";
import { Precision } from "./Precision";
import { reportQuery } from "./queries";
import { ReportChart } from "./ReportChart";
import styles from "./Reports.module.css";
import { BY_WORDS, ReportTable } from "./ReportTable";
import { reportFile } from "./requests";
import { Shares } from "./Shares";
import { Totals } from "./Totals";

interface CampaignReportProps {
  campaign: Campaign;
  period: Period;
  by: ReportBy;
  onBy: (by: ReportBy) => void;
}

/** What a campaign's calls came to in some days: at a glance, as a chart, and figure by figure. */
export function CampaignReport({ campaign, period, by, onBy }: CampaignReportProps) {
  const [measure, setMeasure] = useState<MeasureKey>("calls");
  const range = rangeOf(period);
  const question = { ...range, by, zone: ownZone() };
  const report = useQuery(reportQuery(campaign.id, question));
  const dispositions = useQuery(dispositionsQuery).data ?? [];
  const known = [...(campaign.settings.dispositions ?? []), ...dispositions];
  if (report.isError && !report.data) return <Broken error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton rows={8} height={48} />;
  const { rows, total } = report.data;
  if (rows.length === 0 && total.dialed === 0) {
    return (
      <Blank icon={<ChartColumn />} title="No calls in this time">
        {campaign.started_at === null ? `${campaign.name} was not started yet.` : `${campaign.name} dialled nobody on these days. Choose others above.`}
      </Blank>
    );
  }
  return (
    <div className={styles.report} aria-busy={report.isPlaceholderData || undefined}>
      <Totals total={total} budget={campaign.settings.abandon_budget_permille} />
      <Card
        title={
          <span className={styles.cardHead}>
            <Segments label="Calls by" value={by} choices={BYS} onChange={onBy} />
          </span>
        }
        actions={
          <Button icon={<Download />} onClick={() => window.location.assign(reportFile(campaign.id, question))}>
            Download CSV
          </Button>
        }
      >
        <div className={styles.measures}>
          <Segments label="The chart shows" value={measure} choices={MEASURES} onChange={setMeasure} />
        </div>
        <ReportChart rows={rows} by={report.data.by} measure={measure} title={titleOf(report.data.by, measure, report.data.zone)} />
        <ReportTable key={report.data.by} report={report.data} />
      </Card>
      <div className={styles.halves}>
        <Card title="What agents said came of it">
          <Shares label="Calls by what agents said" counts={total.dispositions} wordOf={(code) => dispositionLabel(code, known)} none="Nobody has said anything yet." />
        </Card>
        <Card title="How the calls ended">
          <Shares label="Calls by outcome" counts={total.outcomes} wordOf={(code) => outcomeStatus(code).word} none="No call has ended yet." />
        </Card>
      </div>
      <Card title="Were the detectors right?">
        <Precision campaignId={campaign.id} range={range} />
      </Card>
    </div>
  );
}

function titleOf(by: ReportBy, measure: MeasureKey, zone: string): string {
  const what = MEASURES.find(({ value }) => value === measure)?.label ?? "";
  return by === "hour" || by === "day" ? `${what} by ${BY_WORDS[by].toLowerCase()}, ${zone.replaceAll("_", " ")}` : `${what} by ${BY_WORDS[by].toLowerCase().replace(" id", " ID")}`;
}

const BYS = (Object.entries(BY_WORDS) as [ReportBy, string][]).map(([value, label]) => ({ value, label }));
