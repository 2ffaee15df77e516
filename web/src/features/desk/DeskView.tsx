import { useQuery } from "@tanstack/react-query";

import { campaignQuery } from "@/features/campaigns/queries";
import { MicrophoneHelp } from "@/features/dial/MicrophoneHelp";
import { dispositionsQuery } from "@/features/dial/queries";
import { useNotes } from "@/features/dial/useNotes";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";

import { CallCard } from "./CallCard";
import { DeskBar } from "./DeskBar";
import styles from "./Desk.module.css";
import { LeadCard } from "./LeadCard";
import { LineCards } from "./LineCards";
import type { Seated } from "./machine";
import { Script } from "./Script";
import { shift } from "./shift";
import { TodayCard } from "./TodayCard";
import { WrapUpForm } from "./WrapUpForm";

/** A shift: how the agent stands, who is on the line, what to say, and who that is. */
export function DeskView({ state }: { state: Seated }) {
  const { seat } = state;
  const campaign = useQuery(campaignQuery(seat.campaign_id));
  const workspace = useQuery(dispositionsQuery);
  const dispositions = campaign.data?.settings.dispositions ?? workspace.data ?? [];
  const { notes, text, saving } = useNotes(seat.call && { id: seat.call.id, call: { id: seat.call.id, notes: seat.call.notes } });
  const lead = seat.call?.lead ?? null;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Desk</h1>
      <DeskBar state={state} campaign={campaign.data ?? null} />
      <div className={styles.columns} data-call={seat.call !== null || undefined}>
        <section className={styles.column} aria-label="Call">
          <Audio state={state} />
          {seat.state === "on_call" && seat.call && <CallCard state={state} call={seat.call} dispositions={dispositions} notes={notes} text={text} saving={saving} />}
          {seat.state === "wrap_up" && seat.call && <WrapUpForm key={seat.call.id} seat={seat} call={seat.call} dispositions={dispositions} isPending={campaign.isPending || workspace.isPending} notes={notes} text={text} saving={saving} />}
          {seat.call === null && <LineCards state={state} isRunning={campaign.data?.state !== "paused"} />}
        </section>
        <section className={styles.column} aria-label="Script">
          <Script script={campaign.data?.settings.script ?? ""} lead={lead} agent={seat.name} isPending={campaign.isPending} />
          {seat.call === null && <TodayCard today={seat.today} dispositions={dispositions} />}
        </section>
        {seat.call && (
          <section className={styles.column} aria-label="Lead">
            <LeadCard key={lead?.id ?? seat.call.id} lead={lead} phone={seat.call.phone_display} />
          </section>
        )}
      </div>
    </div>
  );
}

/** What is wrong with the audio of the shift, and what to do. */
function Audio({ state }: { state: Seated }) {
  const isCalled = state.seat.state === "on_call";
  if (state.link === "no-microphone") return <MicrophoneHelp trouble={state.trouble ?? "denied"} onRetry={() => shift.tell({ type: "microphone-lost" })} />;
  if (state.link === "given-up") {
    return (
      <Notice tone="warn">
        <p>The audio of your shift could not be restored. Check the network, then try again.</p>
        <Button className={styles.again} onClick={() => shift.tell({ type: "rejoin" })}>
          Reconnect
        </Button>
      </Notice>
    );
  }
  if (state.link !== "up" && state.back) return <Notice tone="warn">{isCalled ? "You are still in the call: reconnecting." : "Your audio was lost: reconnecting. Nobody is put through meanwhile."}</Notice>;
  if (state.blocked) {
    return (
      <Button look="primary" onClick={() => shift.speaker.start()}>
        Click to hear your calls
      </Button>
    );
  }
  return null;
}
