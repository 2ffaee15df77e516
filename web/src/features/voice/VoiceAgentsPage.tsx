import { useQuery } from "@tanstack/react-query";
import { Bot, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { useMay, useSession } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { dateTime } from "@/format/time";
import { Blank, Broken, NoPermission, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Menu, MenuItem, MenuLine } from "@/ui/Menu";
import { Table } from "@/ui/Table";

import { AgentEditor } from "./AgentEditor";
import { freshAgent, settingsOf, standingOf, type VoiceAgent } from "./model";
import { exampleQuery, useRemoveVoiceAgent, voiceAgentQuery, voiceAgentsQuery } from "./queries";
import styles from "./Voice.module.css";

/** The voice agents of the workspace, or one of them to be written. */
export function VoiceAgentsPage() {
  const { id } = useParams();
  const mayRead = useMay("voice_agents.read");
  if (!mayRead) return <NoPermission what="Voice agents are for managers." />;
  if (id === "new") return <New />;
  return id ? <One key={id} id={id} /> : <All />;
}

function New() {
  const session = useSession();
  const example = useQuery(exampleQuery);
  if (example.isError) return <Broken error={example.error} onRetry={() => void example.refetch()} />;
  return example.data ? <AgentEditor agent={null} start={freshAgent(example.data, session.workspace.name)} /> : <Skeleton rows={8} height={48} />;
}

function One({ id }: { id: string }) {
  const agent = useQuery(voiceAgentQuery(id));
  if (agent.isError && !agent.data) return <Broken error={agent.error} onRetry={() => void agent.refetch()} />;
  return agent.data ? <AgentEditor agent={agent.data} start={settingsOf(agent.data)} /> : <Skeleton rows={8} height={48} />;
}

function All() {
  const agents = useQuery(voiceAgentsQuery);
  const mayWrite = useMay("voice_agents.write");
  const navigate = useNavigate();
  const [removing, setRemoving] = useState<VoiceAgent | null>(null);
  const add = (
    <Button look="primary" icon={<Plus />} onClick={() => void navigate("/voice-agents/new")}>
      New voice agent
    </Button>
  );
  return (
    <>
      <PageHeader title="Voice agents" actions={mayWrite && agents.data && agents.data.length > 0 && add}>
        Who talks when calls go out by themselves: what they are to achieve, what they say first, and what they may do.
      </PageHeader>
      <div className={styles.body}>
        {agents.isError && !agents.data ? (
          <Broken error={agents.error} onRetry={() => void agents.refetch()} />
        ) : !agents.data ? (
          <Skeleton rows={4} />
        ) : agents.data.length === 0 ? (
          <Blank icon={<Bot />} title="No voice agents yet" action={mayWrite && add}>
            Write what the agent should achieve, publish it, and choose it in the automation.
          </Blank>
        ) : (
          <Table label="Voice agents" head={["Name", "State", "Calls for", "Language", "Changed", <span key="more" className="visually-hidden">Actions</span>]}>
            {agents.data.map((agent) => (
              <Row key={agent.id} agent={agent} mayWrite={mayWrite} onRemove={() => setRemoving(agent)} />
            ))}
          </Table>
        )}
      </div>
      {removing && <RemoveDialog agent={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function Row({ agent, mayWrite, onRemove }: { agent: VoiceAgent; mayWrite: boolean; onRemove: () => void }) {
  const navigate = useNavigate();
  const { word, tone } = standingOf(agent);
  return (
    <tr>
      <td>
        <Link className={styles.name} to={`/voice-agents/${encodeURIComponent(agent.id)}`}>
          {agent.name}
        </Link>
      </td>
      <td>
        <Tag tone={tone}>{word}</Tag>
      </td>
      <td className={styles.soft}>{agent.company}</td>
      <td className={styles.soft}>{agent.language}</td>
      <td className={styles.when}>{dateTime(agent.changed_at)}</td>
      <td>
        {mayWrite && (
          <Menu trigger={<IconButton label={`More for ${agent.name}`} icon={<Ellipsis />} />}>
            <MenuItem icon={<Pencil />} onClick={() => void navigate(`/voice-agents/${encodeURIComponent(agent.id)}`)}>
              Change
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Trash2 />} danger onClick={onRemove}>
              Remove
            </MenuItem>
          </Menu>
        )}
      </td>
    </tr>
  );
}

function RemoveDialog({ agent, onClose }: { agent: VoiceAgent; onClose: () => void }) {
  const remove = useRemoveVoiceAgent();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Remove ${agent.name}`}
      description="It cannot be chosen any more. Calls it made keep their transcripts; an automation or campaign that uses it stops until another agent is chosen."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(agent, { onSettled: onClose })}>
            Remove agent
          </Button>
        </>
      }
    />
  );
}
