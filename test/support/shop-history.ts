import { createGitHistory, type TestCommit } from "./git-history.ts";

const alice = ["Alice", "1+alice@users.noreply.github.com"] as const;
const bob = ["Bob", "bob@example.com"] as const;
const bot = ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"] as const;

/** Lines of code, all different. */
function code(name: string, from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `${name} ${from + i}\n`).join("");
}

/** The part of a shop's history that its policies are judged by: 12 changes, each in a week of its own. */
const judged: readonly TestCommit[] = [
  {
    author: bob,
    message: "Add a cart (#21)",
    files: { "src/cart.ts": code("cart", 0, 60) },
  },
  {
    author: alice,
    message: "fix: empty carts (#22)",
    files: {
      "src/cart.ts": code("cart", 0, 20) + code("cart mended", 20, 24) + code("cart", 24, 60),
    },
  },
  {
    author: alice,
    message: "Explain carts (#23)",
    files: { "docs/cart.md": code("words", 0, 30) },
  },
  {
    author: bot,
    message: "Bump left-pad from 1.0.0 to 1.0.1 (#24)",
    files: { "package.json": '{\n  "dependencies": {\n    "left-pad": "1.0.1"\n  }\n}\n' },
  },
  {
    author: bob,
    message: "Pay in instalments (#25)",
    files: { "src/pay.ts": code("instalments", 0, 400), "src/cart.ts": code("instalments", 0, 30) },
  },
  {
    author: alice,
    message: 'Revert "Pay in instalments (#25)" (#26)',
    files: { "src/pay.ts": code("pay", 0, 40), "src/cart.ts": code("cart", 0, 60) },
  },
  {
    author: bob,
    message: "Round \u001b[31mprices\u001b[0m <b>down</b> (#27)",
    files: { "src/price.ts": code("round", 0, 3) },
  },
  {
    author: bob,
    message: "Round prices no more (#28)\n\nReverts acme/shop#27",
    files: { "src/price.ts": code("price", 0, 3) },
  },
  {
    author: alice,
    message: "Deploy on Fridays (#29)",
    files: { ".github/workflows/deploy.yml": "on: push\n" },
  },
  { author: bob, message: "Sort by price (#30)", files: { "src/sort.ts": code("sort", 0, 12) } },
  { author: alice, message: "Name the wind", files: { "src/wind.ts": code("wind", 0, 8) } },
  { author: bob, message: "Search (#32)", files: { "src/search.ts": code("search", 0, 150) } },
];

/** The half before, which only teaches who works where. */
const before: readonly TestCommit[] = [
  {
    author: alice,
    message: "Begin",
    files: {
      "src/pay.ts": code("pay", 0, 40),
      "src/price.ts": code("price", 0, 3),
      "package.json": '{\n  "dependencies": {\n    "left-pad": "1.0.0"\n  }\n}\n',
    },
  },
  ...Array.from({ length: 11 }, (_, i) => ({
    author: i % 2 === 0 ? alice : bob,
    message: `Pay by way ${i} (#${i + 1})`,
    files: { [`src/way-${i}.ts`]: code(`way ${i}`, 0, 10) },
  })),
];

const shop: readonly TestCommit[] = [
  ...before.map((commit, i) => ({ ...commit, day: i * 7 })),
  ...judged.map((commit, i) => ({ ...commit, day: (before.length + i) * 7 })),
  { author: alice, message: "Today", day: 400, files: { "src/today.ts": "today\n" } },
];

/** A bare repository with a shop's history, and with `files` at its end. */
export function createShopHistory(files: Readonly<Record<string, string>> = {}): string {
  return createGitHistory([...shop, { message: "Later today", day: 401, files }]);
}
