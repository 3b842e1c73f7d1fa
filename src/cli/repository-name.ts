import { UserError } from "#core/errors.ts";
import type { RepositoryName } from "#core/key.ts";

/**
 * The repository that an option names.
 *
 * @throws {UserError} unless it is `owner/name`
 */
export function readRepositoryName(option: string, text: string): RepositoryName {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (owner !== undefined && name !== undefined) return { owner, name };
  throw new UserError(
    `${option} ${text} names no repository.`,
    `Name it as GitHub does: ${option} acme/shop`,
  );
}
