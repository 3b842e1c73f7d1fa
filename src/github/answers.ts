import { LRUCache } from "lru-cache";
import { Refused } from "./request-error.ts";

/** Answers of GitHub's that are good for a while, and afterwards asked again in a way that costs nothing when they hold. */
export type Answers<Value> = {
  /** The answer when it is fresh; `undefined` when it has to be asked. */
  fresh(key: AnswerKey): Value | undefined;
  /** Asks anew and keeps the answer. `read` gets the headers that ask whether the former answer still holds. */
  ask(key: AnswerKey, read: ReadAnswer<Value>): Promise<void>;
  /** Makes an installation's answers stale, those that are being read right now included. */
  expire(installationId: number): void;
};

export type AnswerKey = { readonly installationId: number; readonly name: string };

/** Reads an answer; a 304 ({@link Refused} with that status) confirms the former one. */
type ReadAnswer<Value> = (
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly value: Value; readonly etag: string | undefined }>;

type Kept<Value> = {
  readonly value: Value;
  readonly etag: string | undefined;
  /** When it was asked, not when it came. */
  readonly askedAtMs: number;
  /** How often the installation's answers had been made stale by then. */
  readonly generation: number;
};

const mostAnswers = 50_000;

/**
 * Answers with nothing in them yet. Conditional requests that GitHub answers with 304 don't count, see
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function createAnswers<Value>(freshMs: number, now: () => number): Answers<Value> {
  const kept = new LRUCache<string, Kept<Value>>({ max: mostAnswers });
  const generations = new Map<number, number>();
  const generationOf = (installationId: number) => generations.get(installationId) ?? 0;

  return {
    fresh(key) {
      const answer = kept.get(textOf(key));
      if (answer === undefined) return undefined;
      const current = answer.generation === generationOf(key.installationId);
      return current && now() - answer.askedAtMs < freshMs ? answer.value : undefined;
    },
    async ask(key, read) {
      const former = kept.get(textOf(key));
      const asked = { askedAtMs: now(), generation: generationOf(key.installationId) };
      const headers = former?.etag === undefined ? {} : { "if-none-match": former.etag };
      try {
        kept.set(textOf(key), { ...(await read(headers)), ...asked });
      } catch (error) {
        const confirmed = error instanceof Refused && error.status === 304;
        if (!confirmed || former === undefined) throw error;
        kept.set(textOf(key), { ...former, ...asked });
      }
    },
    expire(installationId) {
      generations.set(installationId, generationOf(installationId) + 1);
    },
  };
}

function textOf({ installationId, name }: AnswerKey): string {
  return `${installationId} ${name}`;
}
