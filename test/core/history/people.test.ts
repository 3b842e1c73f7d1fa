import { expect, test } from "@jest/globals";
import { People } from "#core/history/people.ts";

test.each([
  ["the same address, whatever its case", ["Bob", "B@x.org"], ["Robert", "b@x.org"], true],
  ["the same name", ["Bob", "b@x.org"], ["bob", "bob@y.org"], true],
  ["two people", ["Bob", "b@x.org"], ["Carol", "c@x.org"], false],
  ["two people without an address", ["Bob", ""], ["Carol", ""], false],
])("%s", (_name, [nameA = "", emailA = ""], [nameB = "", emailB = ""], same) => {
  const people = new People();
  const [a, b] = [people.accountOf(nameA, emailA), people.accountOf(nameB, emailB)];
  expect(a.id === b.id).toBe(same);
});

test.each([
  ["a name", "Bob Jones", "b@x.org", "Bob Jones", "user"],
  ["a no-reply address", "Bob", "12+bobj@users.noreply.github.com", "bobj", "user"],
  ["an old no-reply address", "Bob", "bobj@users.noreply.github.com", "bobj", "user"],
  [
    "a bot",
    "renovate[bot]",
    "29139614+renovate[bot]@users.noreply.github.com",
    "renovate[bot]",
    "bot",
  ],
  ["a bot by its words", "Renovate Bot", "bot@x.org", "Renovate Bot", "bot"],
  ["a surname", "Jane Talbot", "jane@x.org", "Jane Talbot", "user"],
] as const)("the account of %s", (_name, name, email, login, kind) => {
  expect(new People().accountOf(name, email)).toEqual({ id: 1, login, kind });
});

test("a login once learnt is kept for the person's other addresses", () => {
  const people = new People();
  people.accountOf("Bob", "12+bobj@users.noreply.github.com");
  expect(people.accountOf("Bob", "bob@x.org")).toEqual({ id: 1, login: "bobj", kind: "user" });
});
