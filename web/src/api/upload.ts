import { csrfHeader } from "./client";
import { problemFrom, Unreachable } from "./problem";

interface Upload {
  path: string;
  type: string;
  body: Blob;
  /** Makes repeating it harmless. */
  key: string;
  signal: AbortSignal;
  /** Told how much has been sent, 0 to 1. */
  onProgress: (share: number) => void;
}

/** Sends bytes and tells how far they are, which `fetch` cannot. */
export function upload({ path, type, body, key, signal, onProgress }: Upload): Promise<unknown> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries({ "Content-Type": type, "Idempotency-Key": key, ...csrfHeader() })) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer = readJson(request.responseText);
      if (request.status >= 200 && request.status < 300) done(answer);
      else failed(problemFrom(answer, request.status));
    };
    request.onerror = () => failed(new Unreachable());
    request.onabort = () => failed(new DOMException("The upload was called off.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
