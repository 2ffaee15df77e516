import { MicOff, RotateCw } from "lucide-react";

import { Button } from "@/ui/Button";

import styles from "./Audio.module.css";
import type { Trouble } from "./machine";

type Browser = "chromium" | "firefox" | "safari";

/** What is wrong with the microphone and how to mend it in this browser, in words and as a picture. */
export function MicrophoneHelp({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) {
  const browser = browserOf(navigator.userAgent);
  return (
    <div className={styles.help} role="alert">
      <h3>
        <MicOff aria-hidden="true" />
        {TITLES[trouble]}
      </h3>
      {trouble === "denied" ? (
        <>
          <Picture browser={browser} />
          <ol>
            {STEPS[browser].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      ) : (
        <p>{WHAT_TO_DO[trouble]}</p>
      )}
      {trouble !== "insecure" && (
        <Button look="primary" icon={<RotateCw />} onClick={onRetry}>
          Try again
        </Button>
      )}
      <p className={styles.hint}>Nobody is dialled without your microphone.</p>
    </div>
  );
}

/** The family of a browser, as far as its permission buttons differ. */
export function browserOf(userAgent: string): Browser {
  if (/firefox|fxios/i.test(userAgent)) return "firefox";
  return /safari/i.test(userAgent) && !/chrome|chromium|crios|edg/i.test(userAgent) ? "safari" : "chromium";
}

/** An address bar as this browser draws it, with the place to press ringed. */
function Picture({ browser }: { browser: Browser }) {
  const host = location.host || "outdial";
  const x = browser === "safari" ? 34 : 26;
  return (
    <svg className={styles.picture} viewBox="0 0 320 96" role="img" aria-label={PICTURES[browser]}>
      <rect x="0.5" y="0.5" width="319" height="40" rx="8" className={styles.bar} />
      <rect x="12" y="8" width="296" height="25" rx="12.5" className={styles.address} />
      <g transform={`translate(${x} 20.5)`}>
        <circle r="11" className={styles.ring} />
        {browser === "chromium" && (
          <g className={styles.stroke}>
            <circle cx="-2.5" cy="-2.5" r="1.6" />
            <path d="M0.5 -2.5h5M-5.500 2.500h5" />
            <circle cx="2.5" cy="2.5" r="1.6" />
          </g>
        )}
        {browser === "firefox" && (
          <g className={styles.stroke}>
            <rect x="-2" y="-6" width="4" height="7" rx="2" />
            <path d="M-4 -1a4 4 0 0 0 8 0M0 3v2.500M-6 -6l12 12" />
          </g>
        )}
        {browser === "safari" && <text className={styles.letters} textAnchor="middle" y="4">aA</text>}
      </g>
      <text x={x + 20} y="25" className={styles.host}>
        {host.slice(0, 30)}
      </text>
      <path d={`M${x} 33v15`} className={styles.stroke} />
      <g transform={`translate(${Math.max(12, x - 14)} 48)`}>
        <rect width="196" height="40" rx="8" className={styles.menu} />
        <g transform="translate(20 20)" className={styles.stroke}>
          <rect x="-2.500" y="-8" width="5" height="9" rx="2.500" />
          <path d="M-5.500 -1.500a5.500 5.500 0 0 0 11 0M0 4v3.500" />
        </g>
        <text x="36" y="24" className={styles.host}>
          Microphone
        </text>
        {browser === "chromium" ? (
          <g transform="translate(156 11)">
            <rect width="30" height="18" rx="9" className={styles.on} />
            <circle cx="21" cy="9" r="6" className={styles.knob} />
          </g>
        ) : (
          <g transform="translate(144 11)">
            <rect width="44" height="18" rx="5" className={styles.on} />
            <text x="22" y="13" textAnchor="middle" className={styles.onText}>
              {browser === "firefox" ? "✕ Blocked" : "Allow"}
            </text>
          </g>
        )}
      </g>
    </svg>
  );
}

const TITLES: Record<Trouble, string> = {
  denied: "This browser blocks the microphone",
  dismissed: "The microphone was not allowed yet",
  none: "No microphone was found",
  "in-use": "The microphone does not answer",
  insecure: "This address cannot use a microphone",
};

const WHAT_TO_DO: Record<Exclude<Trouble, "denied">, string> = {
  dismissed: "Press Try again and choose Allow when the browser asks.",
  none: "Plug in a headset or turn on a microphone. It is found as soon as it is there.",
  "in-use": "Another program may have it. Close other calls and meetings, or plug the headset in again.",
  insecure: "Browsers give microphones to secure pages only. Open this page by https, or on the machine itself by localhost.",
};

const STEPS: Record<Browser, readonly string[]> = {
  chromium: ["Press the sign to the left of the address.", "Turn the microphone on.", "Come back here and try again."],
  firefox: ["Press the crossed-out microphone beside the address.", "Remove “Blocked” with its cross.", "Try again and choose Allow."],
  safari: ["Press aA at the left of the address, then Settings for this website.", "Set the microphone to Allow.", "Come back here and try again."],
};

const PICTURES: Record<Browser, string> = {
  chromium: "The sign at the left end of the address bar opens a menu with a switch for the microphone.",
  firefox: "The crossed-out microphone at the left end of the address bar opens a menu where the block can be removed.",
  safari: "The letters aA at the left end of the address bar open a menu where the microphone can be allowed.",
};
