import { useQuery } from "@tanstack/react-query";

import { dateTime } from "@/format/time";
import { Broken, Skeleton } from "@/ui/Blank";
import { Card, Tag } from "@/ui/Card";

import { Diff } from "./Diff";
import { standingOf, type VoiceAgent } from "./model";
import { diffQuery } from "./queries";
import styles from "./Voice.module.css";

/** What calls use now, and how what was saved last differs from it. */
export function Standing({ agent }: { agent: VoiceAgent }) {
  const { word, tone } = standingOf(agent);
  const isBehind = agent.published_version !== agent.version;
  const diff = useQuery({ ...diffQuery(agent.id, agent.version), enabled: isBehind && agent.published_version !== null });
  return (
    <Card title="What calls use">
      <div className={styles.facts}>
        <Tag tone={tone}>{word}</Tag>
        <p className={styles.soft}>{agent.published_at ? `Published ${dateTime(agent.published_at)}.` : "No call can use it before it is published."} Saved last: version {agent.version}, {dateTime(agent.changed_at)}.</p>
      </div>
      {isBehind && agent.published_version !== null && (diff.isError ? <Broken error={diff.error} onRetry={() => void diff.refetch()} /> : diff.data ? <Diff lines={diff.data.lines} label={`From version ${agent.published_version} to ${agent.version}`} /> : <Skeleton rows={3} />)}
    </Card>
  );
}
