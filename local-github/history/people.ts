import { type Commit, coAuthorsOf } from "../git/commit.ts";
import { addMember, createAccount } from "../operations/accounts.ts";
import type { Account, Organisation } from "../world/model.ts";
import type { World } from "../world/world.ts";

type Named = { readonly name: string; readonly email: string };

/** Makes accounts for the people of a history: one for each name, with all its addresses. */
export function peopleOf(
  world: World,
  organisation: Organisation,
  commits: readonly Commit[],
): ReadonlyMap<string, Account> {
  const named = commits.flatMap((commit) => [
    commit.author,
    commit.committer,
    ...coAuthorsOf(commit),
  ]);
  const addresses = Map.groupBy(named, ({ name }) => name);
  const byEmail = new Map<string, Account>();
  for (const [name, signatures] of addresses) {
    const emails = [...new Set(signatures.map(({ email }) => email.toLowerCase()))];
    const known = emails.map((email) => world.accountByEmail(email)).find((each) => each !== null);
    const account = known ?? makeAccount(world, organisation, name, emails, signatures);
    for (const email of emails) byEmail.set(email, account);
  }
  return byEmail;
}

function makeAccount(
  world: World,
  organisation: Organisation,
  name: string,
  emails: readonly string[],
  signatures: readonly Named[],
): Account {
  const login = freeLogin(world, loginOf(name, signatures[0]?.email ?? ""));
  const account = createAccount(world, login, { name, emails });
  if (account.kind === "user") addMember(world, organisation, account, "member");
  return account;
}

/** GitHub's own addresses tell the login; else the name becomes one. Bots are named `…[bot]`. */
function loginOf(name: string, email: string): string {
  if (name.endsWith("[bot]")) return name;
  const [, told] = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/i.exec(email) ?? [];
  if (told !== undefined) return told;
  const plain = name.normalize("NFKD").replaceAll(/[^A-Za-z0-9]+/g, "-");
  return plain.replaceAll(/^-|-$/g, "").toLowerCase() || "somebody";
}

function freeLogin(world: World, login: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? login : `${login}-${number}`;
    if (!world.owner(candidate)) return candidate;
  }
}
