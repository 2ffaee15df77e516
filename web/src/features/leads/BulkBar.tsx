import { Archive, Ban, FolderInput, RotateCcw, ShieldCheck, Tag as TagIcon, X } from "lucide-react";
import { useId, useState, type ReactNode } from "react";

import type { LeadList } from "@/features/dial/model";
import { Button, IconButton } from "@/ui/Button";
import { Field, Input } from "@/ui/Field";
import { Menu, MenuItem } from "@/ui/Menu";
import { Popover } from "@/ui/Popover";

import styles from "./BulkBar.module.css";
import { ConsentForm } from "./consent/ConsentForm";
import { scopeTo, type ConsentWord } from "./consent/model";
import type { BatchAction } from "./model";
import { useBatch } from "./queries";
import { NONE, selectedWords, selectOf, sizeOf, totalWords, type Selection, type Total } from "./selection";

interface BulkBarProps {
  selection: Selection;
  /** How many match the filter. */
  total: Total | null;
  loaded: number;
  filter: Record<string, string>;
  lists: readonly LeadList[];
  tags: readonly string[];
  onSelect: (selection: Selection) => void;
}

/** What can be done with the selected leads. Everything here can be taken back. */
export function BulkBar({ selection, total, loaded, filter, lists, tags, onSelect }: BulkBarProps) {
  const batch = useBatch();
  if (sizeOf(selection, total) === 0) return null;
  const give = (action: BatchAction, done: string) =>
    batch.mutate({ select: selectOf(selection, filter), action, expected: sizeOf(selection, total), done }, { onSuccess: () => onSelect(NONE) });
  const more = selection.kind === "some" && selection.ids.size >= loaded && (total === null || total.isAtLeast || total.n > loaded);
  return (
    <div className={styles.bar} role="region" aria-label="Selected leads">
      <strong role="status">{selectedWords(selection, total)}</strong>
      {more && (
        <Button look="bare" className={styles.all} onClick={() => onSelect({ kind: "all" })}>
          {total === null ? "Select all that match" : `Select all ${totalWords(total)} that match`}
        </Button>
      )}
      <span className={styles.acts}>
        <TagForm title="Add a tag" submit="Tag" known={tags} icon={<TagIcon />} busy={batch.isPending} onTag={(tag) => give({ add_tag: tag }, `tagged “${tag}”`)} />
        <TagForm title="Remove a tag" submit="Untag" known={tags} busy={batch.isPending} onTag={(tag) => give({ remove_tag: tag }, `no longer tagged “${tag}”`)} />
        <Menu
          align="start"
          trigger={
            <Button icon={<FolderInput />} busy={batch.isPending} disabled={lists.length === 0}>
              Move
            </Button>
          }
        >
          {lists.map(({ id, name }) => (
            <MenuItem key={id} onClick={() => give({ move_to_list: id }, `moved to “${name}”`)}>
              {name}
            </MenuItem>
          ))}
        </Menu>
        <ConsentAction busy={batch.isPending} onSay={(word) => give({ consent: word }, `${word.granted ? "agree" : "do not agree any more"} ${scopeTo(word.scope)}`)} />
        <Button icon={<RotateCcw />} busy={batch.isPending} onClick={() => give({ set_status: "new" }, "made new again")}>
          Make new
        </Button>
        <Button icon={<Ban />} busy={batch.isPending} onClick={() => give({ do_not_call: true }, "put on the do-not-call list")}>
          Do not call
        </Button>
        <Button look="danger" icon={<Archive />} busy={batch.isPending} onClick={() => give({ archive: true }, "archived")}>
          Archive
        </Button>
      </span>
      <IconButton label="Clear selection" icon={<X />} onClick={() => onSelect(NONE)} />
    </div>
  );
}

function ConsentAction({ busy, onSay }: { busy: boolean; onSay: (word: ConsentWord) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover title="Consent" open={open} onOpenChange={setOpen} trigger={<Button icon={<ShieldCheck />} busy={busy}>Consent</Button>}>
      <ConsentForm
        label="What the selected leads agree to"
        busy={busy}
        onSay={(word) => {
          setOpen(false);
          onSay(word);
        }}
      />
    </Popover>
  );
}

function TagForm({ title, submit, known, icon, busy, onTag }: { title: string; submit: string; known: readonly string[]; icon?: ReactNode; busy: boolean; onTag: (tag: string) => void }) {
  const [open, setOpen] = useState(false);
  const [tag, setTag] = useState("");
  const listId = useId();
  return (
    <Popover title={title} open={open} onOpenChange={setOpen} trigger={<Button icon={icon} busy={busy}>{submit}</Button>}>
      <form
        className={styles.tag}
        onSubmit={(event) => {
          event.preventDefault();
          if (tag.trim() === "") return;
          setOpen(false);
          setTag("");
          onTag(tag.trim());
        }}
      >
        <Field label="Tag">{(control) => <Input {...control} list={listId} value={tag} maxLength={60} autoComplete="off" onChange={(event) => setTag(event.target.value)} />}</Field>
        <datalist id={listId}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Button type="submit" look="primary" disabled={tag.trim() === ""}>
          {submit}
        </Button>
      </form>
    </Popover>
  );
}
