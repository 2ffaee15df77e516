import { useEffect, useState } from "react";

import type { Choice } from "@/ui/Select";

/** The microphones and speakers that the browser shows, now and after plugging. */
export function useDevices(held: MediaStream | null): { microphones: Choice[]; speakers: Choice[] } {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    let gone = false;
    const read = () =>
      void mediaDevices.enumerateDevices().then(
        (found) => !gone && setDevices(found),
        () => undefined,
      );
    read();
    mediaDevices.addEventListener("devicechange", read);
    return () => {
      gone = true;
      mediaDevices.removeEventListener("devicechange", read);
    };
    // Names appear once the microphone was allowed.
  }, [held]);
  return { microphones: choicesOf(devices, "audioinput", "Microphone"), speakers: choicesOf(devices, "audiooutput", "Speaker") };
}

/** The devices of a kind as choices, with the system's own choice first. */
export function choicesOf(devices: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[], kind: MediaDeviceKind, word: string): Choice[] {
  const own = devices.filter((device) => device.kind === kind && device.deviceId !== "" && device.deviceId !== "default" && device.deviceId !== "communications");
  return [{ value: "", label: "As the system says" }, ...own.map(({ deviceId, label }, n) => ({ value: deviceId, label: label || `${word} ${n + 1}` }))];
}
