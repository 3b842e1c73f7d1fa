import { clipped } from "#core/text/words.ts";
import type { GateReason } from "./gate-decision.ts";

/**
 * What a gate waits for, each thing once, to complete "waits for …"; past `room` characters the last things are counted only, and the
 * first is cut where it is too long by itself. `show` makes each thing fit where it is to stand.
 */
export function listWaiting(
  reasons: readonly Pick<GateReason, "missing">[],
  room: number,
  show: (text: string) => string = (text) => text,
): string {
  const things = [...new Set(reasons.map(({ missing }) => missing))];
  const [first = ""] = things;
  const list = (some: readonly string[]) => {
    const left = things.length - some.length;
    return [...some.map(show), ...(left > 0 ? [`${left} more`] : [])].join("; ");
  };
  for (let shown = things.length; shown > 0; shown -= 1) {
    const text = list(things.slice(0, shown));
    if (text.length <= room) return text;
  }
  // What it is shown as may be longer than the text itself.
  for (let length = room; length > 0; length -= 1) {
    const text = list([clipped(first, length)]);
    if (text.length <= room) return text;
  }
  return "";
}
