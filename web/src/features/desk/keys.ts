/** The keys of the desk and what each does, for the list that "?" shows. */
export const DESK_KEYS: readonly [string, string][] = [
  ["p", "At the desk: ready, or pause"],
  ["d", "With a lead offered: dial"],
  ["s", "With a lead offered: skip it"],
  ["t", "In a call: transfer"],
  ["w", "While you ask a colleague: talk to the other side"],
  ["j", "While you ask a colleague: all three talk"],
  ["o", "While you ask a colleague: hand the call over"],
  ["x", "In a call: it was a machine; the next, please"],
  ["y", "In a call: it is a person, whatever was detected"],
  ["v", "In a call: leave your clip on the voicemail"],
  ["b", "With a callback due: call now"],
  ["Ctrl Enter", "After a call: save and take the next"],
];
