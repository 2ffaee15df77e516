import { useQuery } from "@tanstack/react-query";
import { AudioLines } from "lucide-react";
import { useState } from "react";

import { useMay } from "@/features/session/session";
import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Dialog } from "@/ui/Dialog";

import { ClipList } from "./ClipList";
import styles from "./Clips.module.css";
import { NewClip, type Making } from "./NewClip";
import { clipsQuery } from "./queries";
import { showShelf, useShelf } from "./shelf";

/** Where clips are heard of, made and removed. What is being made outlives the dialog, so that closing it loses nothing. */
export function ClipsDialog() {
  const open = useShelf();
  const [making, setMaking] = useState<Making>({ step: "choose" });
  const close = () => {
    showShelf(false);
    // A microphone that records behind a closed dialog would be a surprise.
    if (making.step === "record") setMaking({ step: "choose" });
  };
  return (
    <Dialog open={open} onClose={close} title="Clips" description="Recorded lines that you play into a call with one key.">
      {open && <Shelf making={making} onMaking={setMaking} />}
    </Dialog>
  );
}

function Shelf({ making, onMaking }: { making: Making; onMaking: (making: Making) => void }) {
  const clips = useQuery(clipsQuery);
  const mayWrite = useMay("clips.write");
  const full = (clips.data?.length ?? 0) >= CLIPS_MAX;
  return (
    <div className={styles.shelf}>
      {mayWrite && !full && <NewClip making={making} onMaking={onMaking} />}
      {full && <p className={styles.hint}>There is room for {CLIPS_MAX} clips, and they are all taken. Remove one to add another.</p>}
      {clips.isPending ? (
        <Skeleton rows={3} height={48} />
      ) : clips.isError ? (
        <Broken error={clips.error} onRetry={() => void clips.refetch()} />
      ) : clips.data.length > 0 ? (
        <ClipList clips={clips.data} mayWrite={mayWrite} />
      ) : (
        making.step === "choose" && (
          <Blank icon={<AudioLines />} title="No clips yet">
            A clip says the same thing every time, in your voice: the message for a voicemail, the line that the law asks for, an opening.
            {!mayWrite && " A manager adds them to the workspace."}
          </Blank>
        )
      )}
    </div>
  );
}

/** What the server keeps at most. */
const CLIPS_MAX = 200;
