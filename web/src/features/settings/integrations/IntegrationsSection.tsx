import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Plug, PlugZap, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Button, IconButton } from "@/ui/Button";
import { Notice, Tag } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";

import carriers from "../carriers/Carriers.module.css";
import { SectionHead } from "../Section";
import { aboutOf, initialValues, integrationInput, type Integration } from "./model";
import { integrationsQuery, useRemoveIntegration, useSaveIntegration, useTestIntegration } from "./queries";

/** The services that appointments, mail, models and voices come from, each with a test of its keys. */
export default function IntegrationsSection() {
  const integrations = useQuery(integrationsQuery);
  const [editing, setEditing] = useState<Integration | null>(null);
  const [removing, setRemoving] = useState<Integration | null>(null);
  const remove = useRemoveIntegration();
  return (
    <>
      <SectionHead title="Integrations">The services for appointments, mail and models. Keys are kept encrypted and never shown again.</SectionHead>
      {integrations.isError && !integrations.data ? (
        <Broken error={integrations.error} onRetry={() => void integrations.refetch()} />
      ) : !integrations.data ? (
        <Skeleton rows={3} height={72} />
      ) : integrations.data.length === 0 ? (
        <Blank icon={<Plug />} title="There is nothing to connect">
          This server knows no services.
        </Blank>
      ) : (
        <ul className={carriers.list}>
          {integrations.data.map((one) => (
            <IntegrationCard key={one.kind} integration={one} onEdit={() => setEditing(one)} onRemove={() => setRemoving(one)} />
          ))}
        </ul>
      )}
      {editing && <IntegrationDialog integration={editing} onClose={() => setEditing(null)} />}
      {removing && (
        <FormDialog
          danger
          title={`Stop using ${removing.title}`}
          description="Its keys are deleted. What needs it falls back to what is built in, or waits."
          submit="Remove its keys"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(null)}
          onSubmit={() => remove.mutate(removing, { onSuccess: () => setRemoving(null) })}
        />
      )}
    </>
  );
}

function IntegrationCard({ integration, onEdit, onRemove }: { integration: Integration; onEdit: () => void; onRemove: () => void }) {
  const mayWrite = useMay("integrations.write");
  const test = useTestIntegration(integration);
  const { title, from, fields, values, set } = integration;
  const shown = fields.flatMap(({ key, label, secret }) => {
    if (secret) return set.includes(key) ? [`${label} is set`] : [];
    const value = values[key];
    return value ? [`${label} ${value}`] : [];
  });
  return (
    <li className={carriers.card} aria-label={title}>
      <div className={carriers.head}>
        <h3 className={carriers.name}>{title}</h3>
        {from === null ? <Tag>Not used</Tag> : from === "sandbox" ? <Tag tone="warn">Simulated</Tag> : from === "environment" ? <Tag>From the environment</Tag> : <Tag tone="good">Set up</Tag>}
        <span className={carriers.grow} />
        {mayWrite && from === "settings" && <IconButton label={`Remove the keys of ${title}`} icon={<Trash2 />} onClick={onRemove} />}
      </div>
      {aboutOf(integration) && <p>{aboutOf(integration)}</p>}
      {shown.length > 0 && (
        <p className={carriers.facts}>
          {shown.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      )}
      <div className={carriers.checks}>
        {mayWrite && from !== "environment" && (
          <Button look={from === null ? "primary" : "plain"} onClick={onEdit} aria-label={`${from === "settings" ? "Change" : "Set up"}: ${title}`}>
            {from === "settings" ? "Change" : "Set up"}
          </Button>
        )}
        {from !== null && mayWrite && (
          <Button icon={<PlugZap />} busy={test.isPending} onClick={() => test.mutate()} aria-label={`Test: ${title}`}>
            Test
          </Button>
        )}
      </div>
      <div role="status" className={carriers.results}>
        {test.data && (
          <Notice tone={test.data.ok ? "good" : "bad"} icon={test.data.ok ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}>
            {test.data.sentence}
          </Notice>
        )}
        {test.isError && (
          <Notice tone="bad" icon={<TriangleAlert aria-hidden="true" />}>
            {sentenceFor(test.error)}
          </Notice>
        )}
      </div>
    </li>
  );
}

/** The form is what the service says that it needs. */
function IntegrationDialog({ integration, onClose }: { integration: Integration; onClose: () => void }) {
  const { title, fields, from, set } = integration;
  const [typed, setTyped] = useState(() => initialValues(integration));
  const save = useSaveIntegration(integration);
  const wrong = (field: string) => (save.error instanceof ApiProblem ? (save.error.field(field) ?? save.error.field(`values.${field}`)) : undefined);
  return (
    <FormDialog title={title} submit="Save" busy={save.isPending} error={save.error} onClose={onClose} onSubmit={() => save.mutate(integrationInput(integration, typed), { onSuccess: onClose })}>
      {fields.map(({ key, label, secret, required, help }) => {
        // What is simulated or comes from the environment is no key of this form.
        const isKept = from === "settings" && set.includes(key);
        return (
          <TextField
            key={key}
            label={label}
            type={secret ? "password" : "text"}
            autoComplete={secret ? "new-password" : "off"}
            spellCheck={false}
            optional={!required}
            required={required && !isKept}
            placeholder={isKept ? "Set; leave empty to keep it" : undefined}
            hint={help || undefined}
            value={typed[key] ?? ""}
            onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
            error={wrong(key)}
          />
        );
      })}
    </FormDialog>
  );
}
