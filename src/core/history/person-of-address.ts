import { createHash } from "node:crypto";
import type { Account } from "#core/change/facts.ts";

/** GitHub's private addresses of people and bots; those of Enterprise Servers end in the server's name. */
const noReply = /^(?:(?<id>\d+)\+)?(?<login>[^@]+)@users\.noreply\.(?<host>[^@]+)$/i;

/**
 * A number for whoever commits with an address, where no account is known: negative, so that it is no account's. The same
 * address always has the same.
 */
export function personOfAddress(email: string): number {
  const digest = createHash("sha256").update(email.trim().toLowerCase()).digest();
  return -1 - digest.readUIntBE(0, 6);
}

/**
 * Who a commit's name and address tell, without asking GitHub: the account where the address is one of GitHub's private
 * ones with the account's id, else a person of whom only the address is known (see {@link personOfAddress}).
 *
 * `host` is the server whose accounts are meant. See https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
 */
export function accountOfAddress(name: string, email: string, host = "github.com"): Account {
  const { id, login = name, host: own } = noReply.exec(email.trim())?.groups ?? {};
  const isAccount = id !== undefined && own?.toLowerCase() === host.toLowerCase();
  const kind = login.endsWith("[bot]") || name.endsWith("[bot]") ? "bot" : "user";
  return { id: isAccount ? Number(id) : personOfAddress(email), login, kind };
}
