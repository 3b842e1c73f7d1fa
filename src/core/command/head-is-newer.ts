import type { PendingCommand } from "./received-command.ts";

/** When a commit became a pull request's head. */
export type HeadArrival = {
  /** `seen`: no delivery told of it, and this is when it was there at the latest. */
  readonly cause: "opened" | "pushed" | "seen";
  /** By GitHub's clock, to the second; of one that was only seen by ours. Milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  /** When its delivery came. */
  readonly receivedAtMs: number;
};

/**
 * Whether a command may be older than the head commit: then its giver spoke of another one. True where it is not known when the head came.
 *
 * GitHub's times are whole seconds. Of a push and a command in one second the push is taken for the later, unless its delivery came first.
 */
export function headMayBeNewer(
  command: Pick<PendingCommand, "givenAtMs" | "receivedAtMs">,
  head: HeadArrival | null,
): boolean {
  if (head === null) return true;
  // Nobody can comment on a pull request before it is there.
  if (head.cause === "opened") return false;
  if (head.arrivedAtMs !== command.givenAtMs) return head.arrivedAtMs > command.givenAtMs;
  return head.receivedAtMs >= command.receivedAtMs;
}
