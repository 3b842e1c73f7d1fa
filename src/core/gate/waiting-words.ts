import type { GateReason } from "./gate-decision.ts";

/**
 * What a gate waits for, each thing once, to complete "waits for …"; past `room` characters the last things are counted only. `show`
 * makes each thing fit where it is to stand.
 */
export function listWaiting(
  reasons: readonly Pick<GateReason, "missing">[],
  room: number,
  show: (text: string) => string = (text) => text,
): string {
  const things = [...new Set(reasons.map(({ missing }) => missing))].map(show);
  for (let shown = things.length; shown > 0; shown -= 1) {
    const left = things.length - shown;
    const text = [...things.slice(0, shown), ...(left > 0 ? [`${left} more`] : [])].join("; ");
    if (text.length <= room) return text;
  }
  return things.length === 0 ? "" : `${things.length} things`;
}
