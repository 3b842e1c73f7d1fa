import { describe, expect, test } from "@jest/globals";
import { accountOfAddress, personOfAddress } from "#core/history/person-of-address.ts";

describe("the person behind an address", () => {
  test("is the same whatever the address's case, and no account", () => {
    const person = personOfAddress("maria@acme.example");
    expect(personOfAddress(" Maria@ACME.example ")).toBe(person);
    expect(person).toBeLessThan(0);
    expect(Number.isSafeInteger(person)).toBe(true);
  });

  test("is another for another address", () => {
    expect(personOfAddress("maria@acme.example")).not.toBe(personOfAddress("jonas@acme.example"));
  });
});

describe("the account behind an address", () => {
  test.each([
    [
      "a private one",
      "Maria",
      "12+maria@users.noreply.github.com",
      "github.com",
      { id: 12, login: "maria", kind: "user" },
    ],
    [
      "a bot's",
      "renovate[bot]",
      "29139614+renovate[bot]@users.noreply.github.com",
      "github.com",
      { id: 29139614, login: "renovate[bot]", kind: "bot" },
    ],
    [
      "a private one of this server",
      "Maria",
      "12+maria@users.noreply.git.acme.example",
      "git.acme.example",
      { id: 12, login: "maria", kind: "user" },
    ],
  ])("is told by %s", (_name, name, email, host, expected) => {
    expect(accountOfAddress(name, email, host)).toEqual(expected);
  });

  test.each([
    ["a person's own", "Maria", "maria@acme.example", "Maria", "user"],
    [
      "an old private one, without an id",
      "Maria",
      "maria@users.noreply.github.com",
      "maria",
      "user",
    ],
    [
      "a private one of another server",
      "Maria",
      "12+maria@users.noreply.git.acme.example",
      "maria",
      "user",
    ],
    ["a bot's own", "ci[bot]", "ci@acme.example", "ci[bot]", "bot"],
  ])("is not told by %s", (_name, name, email, login, kind) => {
    expect(accountOfAddress(name, email)).toEqual({ id: personOfAddress(email), login, kind });
  });
});
