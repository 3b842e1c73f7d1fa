import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { gitEnvironment } from "./run-git.ts";

export type GitObject = {
  readonly sha: string;
  readonly type: "commit" | "tree" | "blob" | "tag";
  readonly bytes: Buffer;
};

type Question = {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (cause: Error) => void;
};

/** Reads objects of one repository through one long-lived `git cat-file --batch`: no process per question. */
export class ObjectReader {
  readonly #gitDirectory: string;
  #child: ChildProcessByStdio<Writable, Readable, null> | null = null;
  #unread: Buffer = Buffer.alloc(0);
  readonly #questions: Question[] = [];

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /** Reads what a name means to git: a SHA, its unique beginning, or `<sha>:<path>`. Null when there is no such object. */
  read(name: string): Promise<GitObject | null> {
    if (name.includes("\n")) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.#questions.push({ resolve, reject });
      this.#process().stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child = null;
  }

  #process(): ChildProcessByStdio<Writable, Readable, null> {
    if (this.#child) return this.#child;
    const child = spawn("git", ["--git-dir", this.#gitDirectory, "cat-file", "--batch"], {
      env: gitEnvironment,
      stdio: ["pipe", "pipe", "ignore"],
    });
    child.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    child.on("error", (cause) => this.#fail(cause));
    child.on("close", () => this.#fail(new Error("git cat-file ended")));
    this.#child = child;
    return child;
  }

  #receive(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const endOfHeader = this.#unread.indexOf(0x0a);
      if (endOfHeader < 0) return;
      const header = this.#unread.toString("utf8", 0, endOfHeader);
      const found = /^([0-9a-f]{40}) (commit|tree|blob|tag) (\d+)$/.exec(header);
      if (!found) {
        this.#answer(null, endOfHeader + 1);
        continue;
      }
      const start = endOfHeader + 1;
      const end = start + Number(found[3]);
      if (this.#unread.length <= end) return; // the closing line feed is still to come
      const bytes = Buffer.from(this.#unread.subarray(start, end));
      const type = found[2] as GitObject["type"];
      this.#answer({ sha: found[1] ?? "", type, bytes }, end + 1);
    }
  }

  #answer(object: GitObject | null, consumed: number): void {
    this.#unread = this.#unread.subarray(consumed);
    this.#questions.shift()?.resolve(object);
  }

  #fail(cause: Error): void {
    this.#child = null;
    for (const question of this.#questions.splice(0)) question.reject(cause);
  }
}
