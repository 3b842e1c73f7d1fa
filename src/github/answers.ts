import { LRUCache } from "lru-cache";
import { Refused } from "./request-error.ts";

/** Answers of GitHub's that are good for a while, and afterwards asked again in a way that costs nothing when they hold. */
export type Answers<Value> = {
  /** The answer when it is fresh; `undefined` when it has to be asked. */
  fresh(key: string): Value | undefined;
  /** Asks anew and keeps the answer. `read` gets the former answer's entity tag. */
  ask(key: string, read: ReadAnswer<Value>): Promise<void>;
  /** Makes every answer stale whose key begins so. */
  expire(keyPrefix: string): void;
};

/** Reads an answer; a 304 ({@link Refused} with that status) confirms the former one. */
export type ReadAnswer<Value> = (
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly value: Value; readonly etag: string | undefined }>;

type Kept<Value> = {
  readonly value: Value;
  readonly etag: string | undefined;
  readonly readAtMs: number;
};

const mostAnswers = 50_000;

/** Conditional requests that GitHub answers with 304 don't count: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
export function createAnswers<Value>(freshMs: number, now: () => number): Answers<Value> {
  const kept = new LRUCache<string, Kept<Value>>({ max: mostAnswers });

  return {
    fresh(key) {
      const answer = kept.get(key);
      return answer !== undefined && now() - answer.readAtMs < freshMs ? answer.value : undefined;
    },
    async ask(key, read) {
      const former = kept.get(key);
      const readAtMs = now();
      const headers = former?.etag === undefined ? {} : { "if-none-match": former.etag };
      try {
        kept.set(key, { ...(await read(headers)), readAtMs });
      } catch (error) {
        const confirmed = error instanceof Refused && error.status === 304;
        if (!confirmed || former === undefined) throw error;
        kept.set(key, { ...former, readAtMs });
      }
    },
    expire(keyPrefix) {
      for (const [key, answer] of kept.entries()) {
        if (key.startsWith(keyPrefix)) kept.set(key, { ...answer, readAtMs: 0 });
      }
    },
  };
}
