import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { ApiProblem } from "@/api/problem";
import { counted } from "@/format/amounts";
import { words } from "@/format/words";
import { Field, TextArea, TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Select, type Choice } from "@/ui/Select";

import type { VoiceAgent } from "../model";
import { toolsQuery } from "../queries";
import type { EvalInput, VoiceAgentEval } from "../wire";
import styles from "./Evals.module.css";
import { linesOf, RESULT_CHOICES, TURNS_MAX } from "./model";
import { useSaveEval } from "./queries";

interface EvalDialogProps {
  agent: VoiceAgent;
  /** The eval that is changed; a new one where null. */
  known: VoiceAgentEval | null;
  start: EvalInput;
  onClose: () => void;
}

/** What the callee says in a test of an agent, and what must come of it. */
export function EvalDialog({ agent, known, start, onClose }: EvalDialogProps) {
  const [name, setName] = useState(start.name);
  const [callee, setCallee] = useState(start.callee.join("\n"));
  const [result, setResult] = useState(start.expect.result ?? "");
  const [tools, setTools] = useState<Readonly<Record<string, ToolRule>>>(() => rulesOf(start));
  const [says, setSays] = useState(start.expect.says.join("\n"));
  const [never, setNever] = useState(start.expect.never_says.join("\n"));
  const [gap, setGap] = useState<"name" | "callee" | null>(null);
  const save = useSaveEval(agent.id, known);
  const turns = linesOf(callee);
  // Fields of a list are named with their place, such as `callee.2` or `callee[2]`.
  const wrong = (field: string) => (save.error instanceof ApiProblem ? save.error.errors.find((one) => one.field === field || one.field?.startsWith(`${field}.`) || one.field?.startsWith(`${field}[`))?.message : undefined);
  const named = (rule: ToolRule) => Object.keys(tools).filter((tool) => tools[tool] === rule);
  const submit = () => {
    const missing = name.trim() === "" ? "name" : turns.length === 0 || turns.length > TURNS_MAX ? "callee" : null;
    setGap(missing);
    if (missing) return;
    const expect = { result: result || null, tools: named("must"), never_tools: named("never"), says: linesOf(says), never_says: linesOf(never) };
    save.mutate({ name: name.trim(), callee: turns, expect }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      wide
      title={known ? "Change the eval" : "Save as eval"}
      description="It is talked through with the agent as it is saved, and says whether what must come of it did. Evals are run before the agent is published."
      submit={known ? "Save" : "Save the eval"}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField label="Name" required maxLength={80} placeholder="Books when they say yes" value={name} error={gap === "name" ? "Give it a name." : wrong("name")} onChange={(event) => setName(event.target.value)} />
      <Field
        label="What the callee says"
        hint={`A line for each turn, in this order; ${counted(turns.length, "turn")} of at most ${TURNS_MAX}.`}
        error={gap === "callee" ? (turns.length === 0 ? "Write at least one line." : `At most ${TURNS_MAX} lines: take ${turns.length - TURNS_MAX} away.`) : wrong("callee")}
      >
        {(control) => <TextArea {...control} rows={5} value={callee} placeholder={"Yes, that is me.\nThursday at ten works."} onChange={(event) => setCallee(event.target.value)} />}
      </Field>
      <Field label="What comes of it" error={wrong("expect.result")}>
        {({ id }) => <Select id={id} value={result} choices={RESULT_CHOICES} onChange={setResult} />}
      </Field>
      <ToolRules agent={agent} rules={tools} error={wrong("expect.tools") ?? wrong("expect.never_tools") ?? (save.error instanceof ApiProblem ? save.error.field("expect") : undefined)} onChange={setTools} />
      <div className={styles.pair}>
        <Field label="It says, somewhere" optional hint="A line each. Short words that must not be missing, such as the name of the company." error={wrong("expect.says")}>
          {(control) => <TextArea {...control} rows={3} value={says} onChange={(event) => setSays(event.target.value)} />}
        </Field>
        <Field label="It never says" optional hint="A line each. Capital or small letters do not matter." error={wrong("expect.never_says")}>
          {(control) => <TextArea {...control} rows={3} value={never} onChange={(event) => setNever(event.target.value)} />}
        </Field>
      </div>
    </FormDialog>
  );
}

type ToolRule = "any" | "must" | "never";

/** For each thing that an agent can ask for, whether it must, may or must not. */
function ToolRules({ agent, rules, error, onChange }: { agent: VoiceAgent; rules: Readonly<Record<string, ToolRule>>; error?: string; onChange: (rules: Readonly<Record<string, ToolRule>>) => void }) {
  const known = useQuery(toolsQuery).data?.items.map((tool) => tool.name) ?? [];
  const id = useId();
  // What this agent may not do is left out, unless the eval speaks of it already.
  const all = [...new Set([...known.filter((name) => agent.tools.includes(name)), ...agent.tools, ...Object.keys(rules)])];
  if (all.length === 0) return null;
  return (
    <div role="group" aria-labelledby={id} className={styles.rules}>
      <p id={id} className={styles.label}>
        What it asks for
      </p>
      <ul>
        {all.map((name) => (
          <li key={name}>
            <span>{words(name)}</span>
            <Select<ToolRule> label={words(name)} value={rules[name] ?? "any"} choices={RULES} onChange={(rule) => onChange({ ...rules, [name]: rule })} />
          </li>
        ))}
      </ul>
      {error && <p className={styles.bad}>{error}</p>}
    </div>
  );
}

function rulesOf({ expect }: EvalInput): Readonly<Record<string, ToolRule>> {
  return Object.fromEntries([...expect.tools.map((name) => [name, "must"] as const), ...expect.never_tools.map((name) => [name, "never"] as const)]);
}

const RULES: readonly Choice<ToolRule>[] = [
  { value: "any", label: "Does not matter" },
  { value: "must", label: "Must" },
  { value: "never", label: "Must never" },
];
