import { LRUCache } from "lru-cache";
import type { ChangeFacts, FileChange } from "#core/change/facts.ts";
import { RetryLater } from "#core/errors.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import type { Client } from "./client.ts";
import {
  type ComparedCommit,
  compareCommits,
  fileChangeOf,
  mostComparedFiles,
  type ShaPair,
} from "./compare.ts";
import { everyPage } from "./pages.ts";
import { isNotFound, Refused } from "./request-error.ts";

/** What a pull request changes: its files, and its commits with the accounts that REST knows. */
export type Diff = {
  readonly files: readonly FileChange[];
  readonly commits: readonly ComparedCommit[];
};

export type DiffQuestion = {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly pair: ShaPair;
  readonly totals: ChangeFacts["totals"];
};

/** Reads diffs, and keeps them: they hang on two commit ids, so what was read once stays true. */
export type Diffs = {
  find(question: DiffQuestion): Diff | null;
  /** Reads the diff, so that `find` has it. @throws RetryLater also when GitHub doesn't know one of the commits (yet) */
  read(client: Client, question: DiffQuestion): Promise<void>;
  /** Reads the comparison alone, ahead of the question: a guess, which may prove wrong without harm. */
  warm(client: Client, repository: RepositoryName, pair: ShaPair): Promise<void>;
};

const cacheBytes = 64 * 1024 * 1024;

/** A pull request lists this many files at most. */
const mostFiles = 3_000;

export function createDiffs(): Diffs {
  const cache = new LRUCache<string, Diff>({ maxSize: cacheBytes, sizeCalculation: sizeOf });

  const compare = async (client: Client, repository: RepositoryName, pair: ShaPair) => {
    const key = pairKey(repository, pair);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const comparison = await compareCommits(client, repository, pair);
    cache.set(key, comparison);
    return comparison;
  };

  return {
    find(question) {
      const comparison = cache.get(pairKey(question.repository, question.pair));
      if (comparison === undefined) return null;
      if (agrees(comparison, question.totals)) return comparison;
      return cache.get(questionKey(question)) ?? null;
    },
    async read(client, question) {
      const comparison = await compare(client, question.repository, question.pair).catch(notYet);
      if (agrees(comparison, question.totals)) return;
      const listed = await listFiles(client, question);
      cache.set(questionKey(question), { ...comparison, files: larger(comparison.files, listed) });
    },
    async warm(client, repository, pair) {
      await compare(client, repository, pair).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
    },
  };
}

function notYet(error: unknown): never {
  if (!isNotFound(error)) throw error;
  throw new RetryLater("GitHub can't compare the head with its base (yet).");
}

/** Whether the comparison is whole by the totals that the pull request states. */
function agrees({ files }: Diff, totals: ChangeFacts["totals"]): boolean {
  if (files.length >= mostComparedFiles) return false;
  return (
    totals === null ||
    (files.length === totals.files &&
      sum(files, "additions") === totals.additions &&
      sum(files, "deletions") === totals.deletions)
  );
}

/**
 * The list that holds the other. A comparison is cut off at 300 files; a pull request may go on showing what has reached its
 * base by another way. When neither holds the other, the comparison stands, and the totals tell the risk assessment of the gap.
 */
function larger(
  compared: readonly FileChange[],
  listed: readonly FileChange[],
): readonly FileChange[] {
  const paths = new Set(listed.map(({ path }) => path));
  return compared.every(({ path }) => paths.has(path)) ? listed : compared;
}

async function listFiles(client: Client, question: DiffQuestion): Promise<readonly FileChange[]> {
  const { owner, name } = question.repository;
  const { items } = await everyPage(mostFiles / 100, async (page) => {
    const answer = await client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
      owner,
      repo: name,
      pull_number: question.number,
      per_page: 100,
      page,
    });
    return answer.data;
  });
  return items.map(fileChangeOf);
}

function pairKey(repository: RepositoryName, { baseSha, headSha }: ShaPair): string {
  return `${formatRepository(repository).toLowerCase()}@${baseSha}...${headSha}`;
}

function questionKey({ repository, number, pair, totals }: DiffQuestion): string {
  return `${pairKey(repository, pair)}#${number}:${JSON.stringify(totals)}`;
}

function sum(files: readonly FileChange[], lines: "additions" | "deletions"): number {
  return files.reduce((total, file) => total + file[lines], 0);
}

/** Bytes, roughly: text is kept in two bytes a character at most. */
function sizeOf({ files, commits }: Diff): number {
  const text = files.reduce(
    (total, { path, patch }) => total + path.length + (patch?.length ?? 0) + 100,
    0,
  );
  return 2 * text + 500 * commits.length + 100;
}
