import { expect, test } from "@jest/globals";
import { nearestName } from "#core/policy/nearest-name.ts";

test.each<[text: string, candidates: string[], nearest: string | undefined]>([
  ["onlyfiles", ["files", "onlyFiles"], "onlyFiles"],
  ["only_files", ["files", "onlyFiles"], "onlyFiles"],
  ["hgih", ["low", "medium", "high", "critical"], "high"],
  ["authr", ["author", "co-author"], "author"],
  ["crit", ["high", "critical"], "critical"],
  ["Monday", ["Mon", "Tue"], "Mon"],
  ["europe/berln", ["Europe/Berlin", "Europe/Dublin"], "Europe/Berlin"],
  ["colour", ["mode", "branches"], undefined],
  ["no", ["never", "none"], undefined],
  ["", ["a", "b"], undefined],
  ["anything", [], undefined],
])("%j among %j: %j", (text, candidates, nearest) => {
  expect(nearestName(text, candidates)).toBe(nearest);
});
