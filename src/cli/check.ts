import { type ParsedPolicy, parsePolicy } from "#core/policy/parse-policy.ts";
import { policyPath } from "#core/policy/policy-source.ts";
import { type PolicySummary, summarisePolicy } from "#core/policy/summarise-policy.ts";
import { listed } from "#core/text/words.ts";

export type CheckOptions = {
  /** The policy file; default: `.github/sluice.yml` under the current directory. */
  readonly file?: string | undefined;
  readonly json?: boolean | undefined;
};

/** What the command needs of the world. */
export type CheckIo = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The text of a file. @throws when it can't be read. */
  readonly readFile: (path: string) => string;
};

/**
 * `sluice check [FILE]`: says what is wrong with a policy file, or what it will do.
 *
 * Returns the exit code: 0 the file can be used, 1 it has problems, 2 it can't be read.
 */
export function runCheck(options: CheckOptions, io: CheckIo): 0 | 1 | 2 {
  const file = options.file ?? policyPath;
  let text: string;
  try {
    text = io.readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr(
      `${file} can't be read: ${reason}\nName the policy file: sluice check ${policyPath}\n`,
    );
    return 2;
  }
  const parsed = parsePolicy(text);
  io.stdout(options.json === true ? renderJson(file, parsed) : renderText(file, parsed));
  return parsed.kind === "valid" ? 0 : 1;
}

function renderJson(file: string, parsed: ParsedPolicy): string {
  const report =
    parsed.kind === "valid"
      ? {
          file,
          valid: true,
          problems: [],
          notes: parsed.notes,
          summary: summarisePolicy(parsed.policy),
        }
      : { file, valid: false, problems: parsed.problems, notes: [], summary: null };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function renderText(file: string, parsed: ParsedPolicy): string {
  if (parsed.kind === "invalid") {
    const problems = parsed.problems.map(
      ({ remedy, ...problem }) =>
        `${renderPlace(file, problem)}${problem.message}\n    ${remedy}\n`,
    );
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return `${problems.join("")}\n${count} in ${file}.\n`;
  }
  const notes = parsed.notes.map(
    (note) => `${renderPlace(file, { ...note, keyPath: "note" })}${note.message}\n`,
  );
  return [
    ...notes,
    notes.length > 0 ? "\n" : "",
    renderSummary(summarisePolicy(parsed.policy)),
  ].join("");
}

type Place = { readonly keyPath: string; readonly line: number; readonly column: number };

/** The form that editors and CI turn into a link: `FILE:line:column: `. */
function renderPlace(file: string, { keyPath, line, column }: Place): string {
  return `${file}:${line}:${column}: ${keyPath === "" ? "" : `${keyPath}: `}`;
}

function renderSummary(summary: PolicySummary): string {
  const { mode, branches, levels, also, standard } = summary;
  const where = branches === null ? "the default branch" : listed(branches);
  if ([...levels, ...also].every(({ approvals }) => approvals.length === 0)) {
    return `Asks for no approval of changes to ${where}.\n`;
  }
  const rows = [
    ...levels.map(
      ({ level, fromScore, approvals }) =>
        [level, fromScore === null ? "by floors only" : `from ${fromScore}`, approvals] as const,
    ),
    ...also.map(({ name, approvals }) => ["also", name, approvals] as const),
  ];
  const width = Math.max(...rows.map(([, when]) => when.length));
  return [
    mode === "enforce"
      ? `Holds changes to ${where} until they are approved:`
      : `Observes changes to ${where} and holds none; it would ask for:`,
    ...rows.map(
      ([level, when, approvals]) =>
        `  ${level.padEnd(8)}  ${when.padEnd(width)}  ${approvals.join(" and ") || "no approval"}`,
    ),
    ...(standard.length === 0 ? [] : [`Needs no approval: ${listed(standard)}.`]),
    "",
  ].join("\n");
}
