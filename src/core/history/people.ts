import type { Account } from "#core/change/facts.ts";

const noReply = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/i;
const botName = /\[bot\]$|(?:^|[\s_-])bot$/i;

/** Says which account a commit's name and address stand for. */
export type AccountBook = { accountOf(name: string, email: string): Account };

/**
 * Tells people apart in a local history, which knows names and addresses instead of accounts: who shares a name or an
 * address with somebody seen before is that person. Bots are recognised by name only. Ids count from 1 and are GitHub's
 * in no way; a login is told by a no-reply address of GitHub, else it is the name.
 */
export class People implements AccountBook {
  readonly #idByAlias = new Map<string, number>();
  readonly #loginById = new Map<number, string>();
  readonly #accounts = new Map<string, Account>();

  accountOf(name: string, email: string): Account {
    const key = `${name}\0${email}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const id = this.#identify(name, email);
    const account: Account = {
      id,
      login: this.#loginOf(id, name, email),
      kind: botName.test(name) ? "bot" : "user",
    };
    this.#accounts.set(key, account);
    return account;
  }

  #identify(name: string, email: string): number {
    const aliases = [`<${email.toLowerCase()}>`, name.toLowerCase()].filter(
      (alias) => alias !== "" && alias !== "<>",
    );
    const known = aliases.map((alias) => this.#idByAlias.get(alias)).find((id) => id !== undefined);
    const id = known ?? this.#loginById.size + 1;
    for (const alias of aliases) if (!this.#idByAlias.has(alias)) this.#idByAlias.set(alias, id);
    return id;
  }

  #loginOf(id: number, name: string, email: string): string {
    const fromEmail = noReply.exec(email)?.[1];
    const login = fromEmail ?? this.#loginById.get(id) ?? name;
    if (fromEmail !== undefined || !this.#loginById.has(id)) this.#loginById.set(id, login);
    return login;
  }
}
