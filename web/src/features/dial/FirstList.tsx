import { AudioLines, FileUp } from "lucide-react";

import { Button } from "@/ui/Button";

import { showShelf } from "./clips/shelf";
import styles from "./DialPage.module.css";

/** Stands where the table would be: no list yet, and how to get one. */
export function FirstList({ onChoose }: { onChoose: () => void }) {
  return (
    <div className={styles.first}>
      <div className={styles.drop}>
        <FileUp aria-hidden="true" />
        <h1>Drop a list of people to call</h1>
        <p>A CSV file from any spreadsheet. You see how each row is read before anything is loaded, and nobody is called until you press Dial.</p>
        <div className={styles.ways}>
          <Button look="primary" onClick={onChoose}>
            Choose a file
          </Button>
          {/* Lines to play in calls can be recorded before there is anybody to call. */}
          <Button icon={<AudioLines />} onClick={() => showShelf(true)}>
            Recorded clips
          </Button>
        </div>
        <ul className={styles.columns} aria-label="Columns of the file">
          <li>Name</li>
          <li>Company</li>
          <li>Phone</li>
          <li data-optional>Title</li>
          <li data-optional>E-mail</li>
          <li data-optional>Time zone</li>
        </ul>
      </div>
    </div>
  );
}
