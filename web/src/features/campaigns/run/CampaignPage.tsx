import { ArrowLeft, ChartColumn, Zap } from "lucide-react";
import { Link, useParams } from "react-router";

import { LookMark } from "@/features/desk/LookMark";
import { useMay } from "@/features/session/session";
import { count } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { useLiveSeats } from "@/live/hooks";
import { Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Card, Notice } from "@/ui/Card";

import { Actions } from "../CampaignsPage";
import editor from "../editor/Editor.module.css";
import { useCampaign, useCampaignLive } from "../queries";
import { modeSentence, stateLook } from "../words";
import { AbandonBar } from "./AbandonBar";
import { Funnel } from "./Funnel";
import { LeadsByPlace } from "./LeadsByPlace";
import { Lines } from "./Lines";
import { NotDiallable } from "./NotDiallable";
import { Outcomes } from "./Outcomes";
import { ProgressBar } from "./ProgressBar";
import styles from "./Run.module.css";
import { SeatList } from "./SeatList";
import { Versions } from "./Versions";

/** A campaign while it runs: what it does now and why, what has come of it, and what stands in its way. */
export function CampaignPage() {
  const { id = "" } = useParams();
  const mayRead = useMay("campaigns.read");
  const mayWrite = useMay("campaigns.write");
  const campaign = useCampaign(id, mayRead);
  const live = useCampaignLive(id, mayRead);
  const seats = [...useLiveSeats().values()].filter((seat) => seat.campaign_id === id && seat.state !== "offline");
  if (!mayRead) return <NoPermission what="Campaigns are for managers." />;
  if (campaign.isError && !campaign.data) return <Broken error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (!campaign.data) return <Skeleton rows={8} height={48} />;
  const { name, state, settings, counts } = campaign.data;
  return (
    <>
      <Link className={editor.back} to="/campaigns">
        <ArrowLeft aria-hidden="true" />
        Campaigns
      </Link>
      <header className={styles.head}>
        <div>
          <h1>{name}</h1>
          <p className={styles.soft}>{modeSentence(settings)}</p>
        </div>
        <LookMark look={stateLook(state)} />
        <Link className={styles.report} to={`/reports?campaign=${encodeURIComponent(id)}`}>
          <ChartColumn aria-hidden="true" />
          Report
        </Link>
        <Versions key={id} campaign={campaign.data} />
        {mayWrite && <Actions campaign={campaign.data} wide />}
      </header>
      <div className={styles.page}>
        {settings.pulse !== null && (
          <Notice icon={<Zap aria-hidden="true" />}>
            This is the campaign of the automation. When it calls, whom, and what came of it stands on the page <Link to="/automation">Automation</Link>.
          </Notice>
        )}
        <ProgressBar counts={counts} />
        {live.data?.pacer && (
          <p className={styles.pacer} aria-label="What the dialling does">
            {live.data.pacer}
          </p>
        )}
        {live.error !== null && <Broken error={live.error} onRetry={live.refetch} />}
        {live.isPending ? (
          <Skeleton rows={5} height={48} />
        ) : (
          live.data && (
            <div className={styles.grid}>
              <Card title="Today (UTC), from dial to outcome">
                <Funnel funnel={live.data.funnel} />
                <Outcomes campaign={campaign.data} talks={live.data.funnel.talks} />
              </Card>
              <Card title="Lines now">
                <Lines lines={live.data.lines} />
              </Card>
              {(settings.mode === "parallel" || settings.mode === "progressive") && (
                <Card title="Abandoned calls, 30 days">
                  <AbandonBar abandon={live.data.abandon} mode={settings.mode} />
                </Card>
              )}
              <Card title="Not diallable now">
                <NotDiallable blocked={live.data.blocked} leftOut={counts.left_out} nextOpening={live.data.next_opening} />
              </Card>
              {settings.mode !== "agentless" && (
                <Card title={`Agents (${count(seats.length)})`}>
                  <SeatList seats={seats} />
                </Card>
              )}
            </div>
          )
        )}
        <LeadsByPlace id={id} />
        <p className={styles.soft}>
          Made by {campaign.data.created_by.name} on {dateTime(campaign.data.created_at)}
          {campaign.data.started_at && `, started ${dateTime(campaign.data.started_at)}`}
          {campaign.data.ended_at && `, ended ${dateTime(campaign.data.ended_at)}`}
        </p>
      </div>
    </>
  );
}
