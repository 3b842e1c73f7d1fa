import { expect, test } from "@jest/globals";
import { inOrderGiven } from "#core/command/received-command.ts";
import { fc } from "../../support/fast-check.ts";

const comment = (id: number, givenAtMs: number) => ({
  name: { kind: "comment", id: String(id) } as const,
  givenAtMs,
});
const press = (id: string, givenAtMs: number) => ({
  name: { kind: "button", id } as const,
  givenAtMs,
});

function ids(commands: Parameters<typeof inOrderGiven>[0]): readonly string[] {
  return inOrderGiven(commands).map(({ name }) => name.id);
}

test("comments go by their numbers, not as text and not by time", () => {
  expect(ids([comment(10, 1_000), comment(9, 2_000), comment(100, 1_000)])).toEqual([
    "9",
    "10",
    "100",
  ]);
});

test("a press goes before the first comment that is later", () => {
  const presses = [press("b", 1_500), press("a", 1_500), press("c", 9_000)];
  expect(ids([comment(1, 1_000), comment(2, 2_000), ...presses])).toEqual([
    "1",
    "a",
    "b",
    "2",
    "c",
  ]);
});

test("the order in which they come does not matter", () => {
  const one = fc.record({ isComment: fc.boolean(), id: fc.nat(), givenAtMs: fc.nat(100) });
  const several = fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: 8 });
  const shuffled = several.chain((commands) =>
    fc.tuple(
      fc.constant(commands),
      fc.shuffledSubarray(commands, { minLength: commands.length, maxLength: commands.length }),
    ),
  );
  const placed = (commands: readonly { isComment: boolean; id: number; givenAtMs: number }[]) =>
    ids(
      commands.map(({ isComment, id, givenAtMs }) =>
        isComment ? comment(id, givenAtMs) : press(String(id), givenAtMs),
      ),
    );
  fc.assert(fc.property(shuffled, ([a, b]) => expect(placed(a)).toEqual(placed(b))));
});
