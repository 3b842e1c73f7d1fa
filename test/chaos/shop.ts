import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import type { Content } from "./deed.ts";

const hourMs = 3_600_000;

/** Every day of the story has one freeze: this long after its beginning, for so long. */
const freezeAfterMs = 12 * hourMs;
const freezeForMs = 6 * hourMs;
const dayMs = 24 * hourMs;

/** The same is asked at every level of risk: `judge.ts` need not know how risk is assessed. */
function policyFrom(beginMs: number): string {
  const wall = (ms: number) => new Date(ms).toISOString().slice(0, 19);
  const anybody = "[{ from: ['@acme/sre'] }]";
  return `version: 1
standard:
  - { name: documentation, when: { onlyFiles: ['docs/**'] } }
approvals:
  low: ${anybody}
  medium: ${anybody}
  high: ${anybody}
  critical: ${anybody}
  also:
    - { name: schema, when: { files: ['db/**'] }, require: [{ from: ['@acme/dba'] }] }
emergency:
  declare: ['@acme/sre']
  approvals: [{ from: [change-manager] }]
freezes:
  - name: every day
    from: ${wall(beginMs + freezeAfterMs)}
    to: ${wall(beginMs + freezeAfterMs + freezeForMs)}
    repeat: FREQ=DAILY
    timeZone: UTC
environments: { production: { firstDeployment: accept } }
releases: [{ tags: 'v*' }]
`;
}

/** Days that begin when the story does; in each there is one freeze. */
export type Days = {
  isFrozen(nowMs: number): boolean;
  /** Into the middle of the next freeze, or to the next day's beginning: nothing that takes minutes crosses a border. */
  nextJumpMs(nowMs: number): number;
};

/** @param beginMs whole seconds */
export function daysFrom(beginMs: number): Days {
  const dayOf = (nowMs: number) => Math.floor((nowMs - beginMs) / dayMs);
  const freezeOf = (nowMs: number) => beginMs + dayOf(nowMs) * dayMs + freezeAfterMs;
  const isFrozen = (nowMs: number) =>
    nowMs >= freezeOf(nowMs) && nowMs < freezeOf(nowMs) + freezeForMs;
  return {
    isFrozen,
    nextJumpMs: (nowMs) =>
      isFrozen(nowMs)
        ? beginMs + (dayOf(nowMs) + 1) * dayMs - nowMs
        : freezeOf(nowMs) + hourMs - nowMs,
  };
}

/** The shop that everybody works in, its check required. */
export async function openShop(github: LocalGitHub, beginMs: number): Promise<RepositoryScenario> {
  const shop = await openRepository(openAcme(github), "shop", { policy: policyFrom(beginMs) });
  shop.requireChecks([checkName]);
  shop.environment(environment).enableRule();
  return shop;
}

export const environment = "production";

export const checkName = "change control: main";

/** Where a pull request keeps its one file. */
export function pathOf(content: Content, name: string): string {
  switch (content) {
    case "documentation":
      return `docs/${name}.md`;
    case "code":
      return `src/${name}.ts`;
    case "schema":
      return `db/${name}.sql`;
  }
}
