import { useQuery } from "@tanstack/react-query";
import { Quote } from "lucide-react";
import { Link } from "react-router";

import type { Call } from "@/api/model";
import { LookMark } from "@/features/desk/LookMark";
import { resultLook } from "@/features/leads/result";
import { useMay } from "@/features/session/session";
import { microMoney } from "@/format/amounts";
import { bothClocks, duration } from "@/format/time";
import { words } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";
import { Tabs } from "@/ui/Tabs";

import styles from "./Conversation.module.css";
import type { Conversation } from "./model";
import { placeAt } from "./peaks";
import { conversationQuery } from "./queries";
import { ToolList } from "./ToolList";
import { Transcript } from "./Transcript";
import { TurnList } from "./TurnList";
import { usePlayer, type Player } from "./usePlayer";
import { WavePlayer } from "./WavePlayer";

/** What an AI talked about in a call, live while it goes on; nothing for calls in which none talks. */
export function ConversationCard({ call }: { call: Call }) {
  const isTheirs = call.treatment === "voice_agent";
  const conversation = useQuery({ ...conversationQuery(call), enabled: isTheirs });
  if (!isTheirs) return null;
  if (conversation.isError && !conversation.data) return <Broken error={conversation.error} onRetry={() => void conversation.refetch()} />;
  if (conversation.isPending) return <Skeleton rows={4} />;
  if (!conversation.data) return <p className={styles.soft}>{call.state === "ended" ? "Nobody talked in this call." : "The conversation is shown here as soon as somebody answers."}</p>;
  // The call is known to be over before its report is there.
  const isOver = call.state === "ended" && conversation.data.state === "live";
  return <Inside conversation={isOver ? { ...conversation.data, state: "settling" } : conversation.data} />;
}

function Inside({ conversation }: { conversation: Conversation }) {
  const { agent, state, utterances, tools, turns, recording } = conversation;
  const player = usePlayer();
  const agentName = agent?.name ?? "Agent";
  const seek = recording ? player.playFrom : null;
  return (
    <section className={styles.card} aria-label="Conversation">
      <Result conversation={conversation} onSeek={seek} />
      {recording && <WavePlayer recording={recording} utterances={utterances} agentName={agentName} player={player} />}
      <Tabs
        label="About the conversation"
        tabs={[
          { key: "transcript", title: "Transcript", content: <Transcript utterances={utterances} agentName={agentName} now={placeNow(utterances, player, state)} isPlaying={player.playing} isLive={state === "live"} onSeek={seek} /> },
          { key: "tools", title: tools.length > 0 ? `What it did (${tools.length})` : "What it did", content: <ToolList tools={tools} /> },
          ...(turns.length > 0 ? [{ key: "turns", title: "Time to answer", content: <TurnList turns={turns} onSeek={seek} /> }] : []),
          { key: "cost", title: "Cost", content: <Costs conversation={conversation} /> },
        ]}
      />
    </section>
  );
}

function placeNow(utterances: Conversation["utterances"], player: Player, state: Conversation["state"]): number {
  if (state === "live") return utterances.length - 1;
  return player.playing || player.at > 0 ? placeAt(utterances, player.at * 1_000) : -1;
}

/** What came of it, and the words that it rests on. */
function Result({ conversation: { agent, state, result, evidence, callback_at, summary, ended_reason }, onSeek }: { conversation: Conversation; onSeek: ((seconds: number) => void) | null }) {
  const mayReadAgents = useMay("voice_agents.read");
  return (
    <div className={styles.result}>
      <p className={styles.head} role="status">
        {result ? <LookMark look={resultLook(result)} /> : <strong>{STATES[state] ?? words(state)}</strong>}
        {agent && (
          <span className={styles.soft}>
            {mayReadAgents ? <Link to={`/voice-agents/${encodeURIComponent(agent.id)}`}>{agent.name ?? "A voice agent"}</Link> : (agent.name ?? "A voice agent")}
            {agent.version !== null && `, version ${agent.version}`}
          </span>
        )}
      </p>
      {callback_at && <p>Wants to be called again {bothClocks(callback_at, undefined)}.</p>}
      {summary && <p>{summary}</p>}
      {evidence.map(({ quote, at_ms }) => (
        <blockquote key={`${at_ms ?? ""} ${quote}`} className={styles.quote}>
          <Quote aria-hidden="true" />
          <span>{quote}</span>
          {at_ms !== null &&
            (onSeek ? (
              <button type="button" aria-label={`Play what was said at ${duration(at_ms)}`} onClick={() => onSeek(at_ms / 1_000)}>
                {duration(at_ms)}
              </button>
            ) : (
              <span className={styles.soft}>{duration(at_ms)}</span>
            ))}
        </blockquote>
      ))}
      {ended_reason && <p className={styles.small}>Ended: {words(ended_reason).toLowerCase()}</p>}
    </div>
  );
}

/** What it cost, part by part; what is not known yet is said to be so. */
function Costs({ conversation: { cost, cost_shares, state } }: { conversation: Conversation }) {
  if (!cost && cost_shares.length === 0) return <p className={styles.soft}>{state === "settled" ? "What it cost is not known." : "What it cost is known after the call."}</p>;
  const most = Math.max(1, ...cost_shares.map((share) => share.cost.micros));
  return (
    <dl className={styles.costs}>
      {cost_shares.map(({ part, cost: share }) => (
        <div key={part}>
          <dt>{words(part)}</dt>
          <dd>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${(share.micros / most) * 100}%` }} />
            </span>
            {microMoney(share)}
          </dd>
        </div>
      ))}
      <div data-total>
        <dt>In all</dt>
        <dd>{cost ? microMoney(cost) : "Not known yet"}</dd>
      </div>
    </dl>
  );
}

const STATES: Record<string, string> = { live: "They are talking", settling: "What came of it is being settled", settled: "What came of it is not known" };
