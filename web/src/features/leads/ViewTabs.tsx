import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check, ChevronDown, PencilLine, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { Button, IconButton } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Menu, MenuItem } from "@/ui/Menu";
import { Tick } from "@/ui/Tick";
import { complain, tell } from "@/ui/toasts";

import { readColumns } from "./columns";
import { viewQuery } from "./filter";
import type { SavedView } from "./model";
import { viewsQuery } from "./queries";
import { changeView, createView, deleteView } from "./requests";
import styles from "./ViewTabs.module.css";

/** Filters, order and columns that were given a name; which one is in force stands in the address. */
export function ViewTabs() {
  const views = useQuery(viewsQuery);
  const [search, setSearch] = useSearchParams();
  const [naming, setNaming] = useState<SavedView | "new" | null>(null);
  const client = useQueryClient();
  const mayShare = useMay("views.share");
  const refresh = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const now = viewQuery(search);
  const open = views.data?.find((view) => view.id === search.get("view")) ?? null;
  const changed = now !== normal(open?.query ?? "");
  const show = (view: SavedView | null) => {
    const next = new URLSearchParams(view?.query ?? "");
    if (view) next.set("view", view.id);
    setSearch(next, { preventScrollReset: true });
  };
  const save = useMutation({
    mutationFn: ({ view, name, shared }: { view: SavedView | null; name: string; shared: boolean }) => {
      const part = { name, shared, query: now, columns: readColumns(search.get("cols") ?? "") };
      return view ? changeView(view.id, part) : createView(part);
    },
    onSuccess: async (view) => {
      await refresh();
      setNaming(null);
      const next = new URLSearchParams(search);
      next.set("view", view.id);
      setSearch(next, { replace: true, preventScrollReset: true });
      tell({ title: `The view “${view.name}” was saved` });
    },
  });
  const remove = useMutation({
    mutationFn: async (view: SavedView) => {
      await deleteView(view.id);
      return view;
    },
    onSuccess: async (view) => {
      await refresh();
      show(null);
      const { name, query, columns, shared } = view;
      tell({ title: `The view “${name}” was deleted`, undo: () => void createView({ name, query, columns, shared }).then(refresh) });
    },
    onError: (error) => complain("The view is still there", sentenceFor(error)),
  });
  const mayChange = open !== null && (open.mine || mayShare);
  return (
    <div className={styles.bar}>
      <ul className={styles.tabs} aria-label="Views">
        <li>
          <button type="button" className={styles.tab} aria-pressed={open === null} onClick={() => show(null)}>
            All leads
          </button>
        </li>
        {(views.data ?? []).map((view) => (
          <li key={view.id} className={styles.entry}>
            <button type="button" className={styles.tab} aria-pressed={view.id === open?.id} title={view.shared ? `${view.name}, shared by ${view.mine ? "you" : view.owner_name}` : view.name} onClick={() => show(view)}>
              {view.shared && <Users aria-hidden="true" />}
              <span>{view.name}</span>
              {view.id === open?.id && changed && <span className={styles.changed} title="Changed since it was saved" />}
            </button>
            {view.id === open?.id && mayChange && (
              <Menu align="start" trigger={<IconButton className={styles.menu} label={`Actions of the view ${view.name}`} icon={<ChevronDown />} />}>
                {changed && (
                  <MenuItem icon={<Check />} onClick={() => save.mutate({ view, name: view.name, shared: view.shared })}>
                    Save as it is now
                  </MenuItem>
                )}
                <MenuItem icon={<PencilLine />} onClick={() => setNaming(view)}>
                  {mayShare ? "Rename or share" : "Rename"}
                </MenuItem>
                <MenuItem icon={<Trash2 />} danger onClick={() => remove.mutate(view)}>
                  Delete the view
                </MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {changed && now !== "" && (
        <Button look="bare" icon={<Bookmark />} onClick={() => setNaming("new")}>
          Save view
        </Button>
      )}
      {naming && <NameDialog view={naming === "new" ? null : naming} mayShare={mayShare} busy={save.isPending} error={save.error} onClose={() => { save.reset(); setNaming(null); }} onSave={(name, shared) => save.mutate({ view: naming === "new" ? null : naming, name, shared })} />}
    </div>
  );
}

interface NameDialogProps {
  view: SavedView | null;
  mayShare: boolean;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onSave: (name: string, shared: boolean) => void;
}

function NameDialog({ view, mayShare, busy, error, onClose, onSave }: NameDialogProps) {
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  return (
    <FormDialog
      title={view ? "Rename the view" : "Save this view"}
      description="A view keeps the filter, the search, the order and the columns as they are now."
      submit="Save"
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={() => name.trim() && onSave(name.trim(), shared)}
    >
      <TextField label="Name" value={name} maxLength={60} required onChange={(event) => setName(event.target.value)} />
      {mayShare && (
        <Tick checked={shared} onChange={setShared} hint="Otherwise only you see it.">
          Everybody in this workspace sees it
        </Tick>
      )}
    </FormDialog>
  );
}

/** A kept query in the order in which the present one is written. */
function normal(query: string): string {
  return viewQuery(new URLSearchParams(query));
}
