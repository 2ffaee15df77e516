import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiProblem } from "@/api/problem";
import type { LeadList } from "@/features/dial/model";
import { listsQuery } from "@/features/dial/queries";
import { Field, TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import { tell } from "@/ui/toasts";

import styles from "./AddLead.module.css";
import { scopeTo, SOURCE_MAX } from "./consent/model";
import { tagsOf } from "./fields";
import type { Lead } from "./model";
import { createLead } from "./requests";

interface AddLeadProps {
  lists: readonly LeadList[];
  /** The list that is looked at. */
  listId: string;
  onClose: () => void;
  onAdded: (lead: Lead) => void;
}

/** One lead, written by hand. */
export function AddLead({ lists, listId, onClose, onAdded }: AddLeadProps) {
  const [text, setText] = useState({ contact_name: "", company_name: "", phone: "", title: "", email: "", tags: "" });
  const [hasAgreed, setAgreed] = useState(false);
  const [source, setSource] = useState("");
  const [list, setList] = useState(listId);
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => {
      const { tags, phone, ...words } = text;
      const said = Object.fromEntries(Object.entries(words).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])));
      return createLead({ list_id: list || null, phone: phone.trim(), ...said, tags: tagsOf(tags), ...(hasAgreed ? { consents: ["ai_voice"], consent_source: source.trim() } : {}) });
    },
    onSuccess: (lead) => {
      void client.invalidateQueries({ queryKey: ["leads"] });
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
      tell({ title: "The lead was added" });
      onClose();
      onAdded(lead);
    },
  });
  const wrong = (name: string) => (add.error instanceof ApiProblem ? add.error.field(name) : undefined);
  const put = (name: keyof typeof text) => ({ value: text[name], error: wrong(name), onChange: (event: { target: { value: string } }) => setText({ ...text, [name]: event.target.value }) });
  return (
    <FormDialog title="Add a lead" submit="Add lead" busy={add.isPending} error={add.error} onClose={onClose} onSubmit={() => text.phone.trim() && add.mutate()}>
      <div className={styles.pair}>
        <TextField label="Name" maxLength={200} {...put("contact_name")} />
        <TextField label="Company" maxLength={200} {...put("company_name")} />
      </div>
      <TextField label="Phone" type="tel" required maxLength={60} hint="Any notation; without a country code it is read as one of the workspace’s country." {...put("phone")} />
      <div className={styles.pair}>
        <TextField label="Title" optional maxLength={200} {...put("title")} />
        <TextField label="E-mail" type="email" optional maxLength={200} {...put("email")} />
      </div>
      <div className={styles.pair}>
        <TextField label="Tags" optional hint="Separated by commas." {...put("tags")} />
        <Field label="List">
          {({ id }) => <Select id={id} value={list} choices={[{ value: "", label: "Added by hand" }, ...lists.map((one) => ({ value: one.id, label: one.name }))]} onChange={setList} />}
        </Field>
      </div>
      <Tick checked={hasAgreed} onChange={setAgreed} hint="Needed in many countries before a voice agent may call.">
        They agreed {scopeTo("ai_voice")}
      </Tick>
      {hasAgreed && <TextField label="How this is known" required maxLength={SOURCE_MAX} placeholder="Sign-up form, 12 May" value={source} error={wrong("consent_source")} onChange={(event) => setSource(event.target.value)} />}
    </FormDialog>
  );
}
