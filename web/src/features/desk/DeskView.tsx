import { useQuery } from "@tanstack/react-query";

import { useCampaign } from "@/features/campaigns/queries";
import { neverCame } from "@/features/dial/machine";
import { MicrophoneHelp } from "@/features/dial/MicrophoneHelp";
import { NoAudioYet } from "@/features/dial/NoAudioYet";
import { dispositionsQuery } from "@/features/dial/queries";
import { useNotes } from "@/features/dial/useNotes";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";

import { CallbackAlert } from "./CallbackAlert";
import { CallCard } from "./CallCard";
import { ConsultCard } from "./ConsultCard";
import { DeskBar } from "./DeskBar";
import styles from "./Desk.module.css";
import { useHandDial } from "./handDial";
import { LeadCard } from "./LeadCard";
import { LeadPicker } from "./LeadPicker";
import { LineCards } from "./LineCards";
import { isAudible, isCalling, type Seated } from "./machine";
import { MissedNotice } from "./MissedNotice";
import { MyCallbacks } from "./MyCallbacks";
import { OfferCard } from "./OfferCard";
import { PhoneNotice } from "./PhoneNotice";
import { RingingCard } from "./RingingCard";
import { Script } from "./Script";
import { shift } from "./shift";
import { TodayCard } from "./TodayCard";
import { usePicked } from "./usePicked";
import { WrapUpForm } from "./WrapUpForm";

/** A shift: how the agent stands, who is on the line or comes next, what to say, and who that is. */
export function DeskView({ state }: { state: Seated }) {
  const { seat } = state;
  const campaign = useCampaign(seat.campaign_id);
  const workspace = useQuery(dispositionsQuery);
  const settings = campaign.data?.settings;
  const dispositions = settings?.dispositions ?? workspace.data ?? [];
  const { notes, text, saving } = useNotes(seat.call && { id: seat.call.id, call: { id: seat.call.id, notes: seat.call.notes } });
  const dialling = useHandDial(state);
  const { call } = seat;
  const offer = call ? null : (seat.offer ?? null);
  const isManual = settings?.mode === "manual";
  const [picked, setPicked] = usePicked(seat.campaign_id, isManual);
  const lead = call ? call.lead : (offer?.lead ?? (isManual ? picked : null));
  const atOnce = settings?.at_once === true;
  const isShown = call !== null || lead !== null;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Desk</h1>
      <DeskBar state={state} campaign={campaign.data ?? null} />
      <div className={styles.columns} data-call={isShown || undefined} data-pick={(isManual && call === null) || undefined}>
        <section className={styles.column} aria-label="Call">
          <Audio state={state} />
          {seat.consult && <ConsultCard seatId={seat.id} consult={seat.consult} />}
          {call === null && <CallbackAlert dialling={dialling} />}
          {state.missed && !isCalling(seat) && <MissedNotice call={state.missed} />}
          {seat.state === "dialing" && call && <RingingCard state={state} call={call} />}
          {seat.state === "on_call" && call && <CallCard state={state} call={call} dispositions={dispositions} notes={notes} text={text} saving={saving} atOnce={atOnce} />}
          {seat.state === "wrap_up" && call && <WrapUpForm key={call.id} seat={seat} call={call} dispositions={dispositions} isPending={campaign.isPending || workspace.isPending} notes={notes} text={text} saving={saving} />}
          {call !== null && <CallbackAlert dialling={dialling} brief />}
          {offer && <OfferCard key={offer.lead.id} seatId={seat.id} offer={offer} />}
          {call === null && offer === null && !seat.consult && <LineCards state={state} isRunning={campaign.data?.state !== "paused"} mode={settings?.mode ?? null} atOnce={atOnce} />}
          {call === null && !isManual && <MyCallbacks dialling={dialling} />}
          {isManual && call === null && <TodayCard today={seat.today} dispositions={dispositions} />}
        </section>
        <section className={styles.column} aria-label={isManual && call === null ? "Leads and script" : "Script"}>
          {isManual && call === null && <LeadPicker campaignId={seat.campaign_id} listIds={campaign.data?.list_ids ?? []} dialling={dialling} picked={picked} onPick={setPicked} />}
          {isManual && call === null && <MyCallbacks dialling={dialling} />}
          <Script script={settings?.script ?? ""} lead={lead} agent={seat.name} isPending={campaign.isPending} />
          {call === null && !isManual && <TodayCard today={seat.today} dispositions={dispositions} />}
        </section>
        {isShown && (
          <section className={styles.column} aria-label="Lead">
            <LeadCard key={lead?.id ?? call?.id} lead={lead} phone={call?.phone_display ?? ""} />
          </section>
        )}
      </div>
      {dialling.question}
    </div>
  );
}

/** What is wrong with the audio of the shift, and what to do. */
function Audio({ state }: { state: Seated }) {
  const isCalled = isCalling(state.seat);
  if (state.link === "no-microphone") return <MicrophoneHelp trouble={state.trouble ?? "denied"} onRetry={() => shift.tell({ type: "microphone-lost" })} />;
  if (state.link === "phone") return state.seat.phone ? <PhoneNotice seatId={state.seat.id} phone={state.seat.phone} /> : null;
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
  if (!isAudible(state) && state.back) return <Notice tone="warn">{isCalled ? "You are still in the call: reconnecting." : "Your audio was lost: reconnecting. Nobody is put through meanwhile."}</Notice>;
  if (!isAudible(state) && neverCame(state) && shift.headset.way !== null) return <NoAudioYet way={shift.headset.way} />;
  if (state.blocked) {
    return (
      <Button look="primary" onClick={() => shift.headset.speaker.start()}>
        Click to hear your calls
      </Button>
    );
  }
  return null;
}
