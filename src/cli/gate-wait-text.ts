import type { GateAnswer } from "#core/gate/gate-answer.ts";
import { shortSha } from "#core/text/words.ts";
import type { Ending } from "./gate-wait.ts";
import { harmless, type Look } from "./terminal-text.ts";

const longestLine = 1_000;

/** What a waiting gate waits for, for a person who watches. */
export function describeWaiting({ reasons }: GateAnswer): string {
  return ["waiting:", ...reasons.map(describeReason)].join("\n");
}

/** How the wait ended, for programs: the last answer, and whether the time ran out. */
export function renderEndingJson(ending: Ending): string {
  const timedOut = ending.kind === "timed-out";
  const error = timedOut ? ending.lastError : null;
  return `${JSON.stringify({ ...ending.answer, timedOut, ...(error !== null && { error }) })}\n`;
}

/** How the wait ended, for a person: the state, and why it is not `released`. */
export function renderEnding(ending: Ending, look: Look): string {
  const lines =
    ending.kind === "timed-out"
      ? [
          look.bad("not released in time"),
          ...(ending.lastError === null ? [] : [`  ${harmless(ending.lastError, longestLine)}`]),
          ...(ending.answer?.reasons ?? []).map(describeReason),
        ]
      : describeAnswer(ending.answer, look);
  return lines.map((line) => `${line}\n`).join("");
}

function describeAnswer({ state, reasons, changes }: GateAnswer, look: Look): readonly string[] {
  if (state === "released") return [look.good(state)];
  return [
    look.bad(state),
    ...reasons.map(describeReason),
    ...changes.filter(({ approved }) => !approved).map(describeChange),
  ];
}

function describeReason({ missing, whoCanResolve }: GateAnswer["reasons"][number]): string {
  return harmless(`  - ${missing}. ${whoCanResolve}`, longestLine);
}

function describeChange({ number, sha, title, author }: GateAnswer["changes"][number]): string {
  const name = number === null ? shortSha(sha) : `#${number}`;
  return harmless(`  not approved: ${name} ${title} (${author})`, longestLine);
}
