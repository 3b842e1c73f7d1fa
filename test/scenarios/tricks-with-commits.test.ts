import { testTricks } from "../support/trick-shop.ts";

const file = (name: string) => ({ [`src/${name}.ts`]: `export const ${name} = 1;\n` });

/*
 * Ines belongs to the team whose approval is asked, but she had a hand in each of these changes, or what she approved is no longer what is there.
 */
testTricks([
  {
    name: "she wrote a commit that Maria pushed",
    async attempt(pull) {
      await pull.push({ author: "ines", by: "maria", files: file("written") });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "she committed what Maria wrote",
    async attempt(pull) {
      await pull.push({ author: "maria", committer: "ines", files: file("committed") });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "she is a co-author, in a trailer and in other letters",
    async attempt(pull) {
      const message = "Count on\n\nCO-AUTHORED-BY: Somebody <INES@example.com>";
      await pull.push({ author: "maria", message, files: file("together") });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "she made a suggestion that Maria applied",
    async attempt(pull) {
      const message = "Update count\n\nCo-authored-by: ines <ines@example.com>";
      await pull.push({
        author: "maria",
        committer: "web-flow",
        message,
        files: file("suggested"),
      });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "she pushed last what Maria wrote",
    async attempt(pull) {
      await pull.push({ author: "maria", by: "ines", files: file("pushed") });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "she approves, then updates the branch herself",
    async attempt(pull, { shop }) {
      await shop.push("main", "jonas", [{ files: file("meanwhile") }]);
      pull.review({ by: "ines", state: "approve" });
      await pull.updateBranch("ines");
    },
  },
  {
    name: "her own branch was merged in",
    async attempt(pull, { shop }) {
      const hers = await shop.push("hers", "ines", [{ files: file("hers") }]);
      await pull.push({ author: "maria", merge: hers, files: file("hers") });
      pull.review({ by: "ines", state: "approve" });
    },
  },
  {
    name: "a merge of main brings something along that is not in main",
    async attempt(pull, { shop }) {
      pull.review({ by: "ines", state: "approve" });
      const main = await shop.push("main", "jonas", [{ files: file("mainline") }]);
      const evil = { ...file("mainline"), "src/evil.ts": "export const evil = 1;\n" };
      await pull.push({ author: "maria", merge: main, files: evil });
    },
  },
  {
    name: "a commit after the approval is dated before it",
    async attempt(pull) {
      pull.review({ by: "ines", state: "approve" });
      const date = new Date("2001-01-01T00:00:00Z");
      await pull.push({ author: "maria", date, files: file("backdated") });
    },
  },
  {
    name: "a commit is dated in the future, so that every later approval seems older",
    async attempt(pull) {
      const date = new Date("2101-01-01T00:00:00Z");
      pull.review({ by: "ines", state: "approve" });
      await pull.push({ author: "maria", date, files: file("postdated") });
    },
  },
  {
    name: "the approved commit is replaced by a force push",
    async attempt(pull) {
      pull.review({ by: "ines", state: "approve" });
      await pull.push({ author: "maria", force: true, files: file("replaced") });
    },
  },
]);
