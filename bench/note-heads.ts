import { z } from "zod";
import type { LocalGitHub } from "../local-github/start.ts";

const PullRequestPayload = z.object({
  pull_request: z.object({ head: z.object({ sha: z.string() }) }),
});
const CheckRunPayload = z.object({ check_run: z.object({ head_sha: z.string() }) });

/** When GitHub told of each head and when its check run came; filled from now on. */
export function noteHeads({ world, webhooks }: LocalGitHub): {
  readonly sentMs: ReadonlyMap<string, number>;
  readonly writtenMs: ReadonlyMap<string, number>;
} {
  const sentMs = new Map<string, number>();
  const writtenMs = new Map<string, number>();
  world.announce = (announcement) => {
    const { event, action, payload } = announcement;
    if (event === "pull_request" && action === "synchronize") {
      sentMs.set(PullRequestPayload.parse(payload).pull_request.head.sha, performance.now());
    }
    if (event === "check_run" && action === "created") {
      writtenMs.set(CheckRunPayload.parse(payload).check_run.head_sha, performance.now());
    }
    webhooks.announce(announcement);
  };
  return { sentMs, writtenMs };
}
