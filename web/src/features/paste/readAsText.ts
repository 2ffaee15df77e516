/** The text of a file that can be edited in place; nothing when its bytes are for the server to read. */
export async function readAsText(file: File): Promise<string | null> {
  if (file.size > EDITABLE_BYTES_MAX) return null;
  try {
    // Only what is surely UTF-8 becomes text here: guessing an encoding could change a name or a number.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Beyond this a text box gets slow; the server reads up to 10 MB. */
const EDITABLE_BYTES_MAX = 1_500_000;
