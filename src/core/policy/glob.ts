import picomatch from "picomatch";
import { RE2JS } from "re2js";

/** Limits that keep the cost of a policy's globs small, whoever wrote them. */
export const globLimits = { length: 200, wildcards: 10 } as const;

/** The first of the globs that matches a path (or branch, tag, environment); undefined when none does. */
export type GlobMatcher = (path: string) => string | undefined;

/**
 * A matcher for globs with picomatch's meaning and `dot: true`, in time linear in the path.
 *
 * picomatch makes a backtracking expression. The same expression runs here in RE2, without the look-aheads that refuse
 * `.`, `..` and empty segments: git has none of these. A line break in a path is a character like others.
 *
 * @throws Error for a glob of which {@link globProblem} complains.
 */
export function compileGlobs(globs: readonly string[]): GlobMatcher {
  if (globs.length === 0) return () => undefined;
  const literals = new Set(globs);
  const sources = globs.map(linearSource);
  const any = compile(sources.join("|"));
  const each = sources.map(compile);
  return rememberingPaths((path) => {
    // As in picomatch, a glob matches itself: `app/[id].ts` is also a file's name.
    if (literals.has(path)) return path;
    // One expression answers most questions; only a hit asks which glob it was.
    return any.test(path) ? globs[each.findIndex((glob) => glob.test(path))] : undefined;
  });
}

const rememberedExpressions = 1_000;

/** Policies are read over and over, and name the same globs: compiling one takes longer than all that it is asked. */
const compile = rememberingLast(rememberedExpressions, (source: string) =>
  RE2JS.compile(source, RE2JS.DOTALL),
);

const rememberedPaths = 5_000;

/** Changes touch the same files over and over. A replay of a history halves its time so. */
function rememberingPaths(match: GlobMatcher): GlobMatcher {
  const answer = rememberingLast(rememberedPaths, (path: string) => match(path) ?? null);
  return (path) => answer(path) ?? undefined;
}

/** A pure function that keeps its latest answers, at most so many; what it throws is not kept. */
function rememberingLast<Answer>(
  most: number,
  find: (question: string) => Answer,
): (question: string) => Answer {
  const answers = new Map<string, Answer>();
  return (question) => {
    let answer = answers.get(question);
    if (answer === undefined) {
      if (answers.size >= most) answers.clear();
      answer = find(question);
      answers.set(question, answer);
    }
    return answer;
  };
}

type GlobProblem = { readonly message: string; readonly remedy: string };

/** What picomatch takes without complaint, though it does not do what the author expects. */
const traps: readonly (GlobProblem & { readonly pattern: RegExp })[] = [
  {
    pattern: /\p{Cc}/u,
    message: "a glob is one line of text",
    remedy: "Leave line breaks and control characters out.",
  },
  {
    pattern: /^!|!\(/,
    message: "a glob can't be negated",
    remedy: "List what is to match; onlyFiles helps to say that nothing else may change.",
  },
  {
    pattern: /[@?*+]\(/,
    message: "groups with @, ?, * or + before them are not supported",
    remedy: 'List the alternatives: "{a,b}".',
  },
  {
    pattern: /^\//,
    message: "a glob that starts with / matches nothing",
    remedy: 'Paths start without /: "docs/**".',
  },
  {
    pattern: /\/$/,
    message: "a glob that ends with / matches nothing",
    remedy: 'For everything in a folder write "docs/**".',
  },
  {
    pattern: /(^|\/)\.{0,2}\//,
    message: 'a glob with "./", "../" or "//" matches nothing',
    remedy: 'Write paths from the top of the repository: "docs/**".',
  },
  {
    pattern: /\\(?![\\*?[\]{}()!+@|])/,
    message: "a backslash does not separate folders",
    remedy: 'Use /: "docs/**". A backslash only takes the meaning from a wildcard: "\\*".',
  },
  {
    pattern: /\[!/,
    message: '"[!…]" does not exclude characters',
    remedy: 'Write "[^…]".',
  },
  {
    pattern: /\{[^{}]*\.\.[^{}]*\}/,
    message: "ranges in braces are not supported",
    remedy: 'List the alternatives: "{1,2,3}".',
  },
];

/** What is wrong with a glob, and how to right it; undefined when it can be used. */
export function globProblem(glob: string): GlobProblem | undefined {
  if (glob.length === 0) return { message: "the glob is empty", remedy: 'For example "docs/**".' };
  if (glob.length > globLimits.length) {
    return {
      message: `a glob of ${glob.length} characters is too long`,
      remedy: `Use at most ${globLimits.length} characters; a list may hold several globs.`,
    };
  }
  if ((glob.match(/\*+|\?/g) ?? []).length > globLimits.wildcards) {
    return {
      message: "the glob has too many wildcards",
      remedy: `Use at most ${globLimits.wildcards} of * and ?; a list may hold several globs.`,
    };
  }
  const trap = traps.find(({ pattern }) => pattern.test(glob));
  if (trap !== undefined) return { message: trap.message, remedy: trap.remedy };
  return compiles(glob)
    ? undefined
    : {
        message: `${JSON.stringify(glob)} is not a glob that can be used`,
        remedy:
          'Close every bracket, or put a backslash before one that is meant literally: "\\[".',
      };
}

function compiles(glob: string): boolean {
  try {
    const source = linearSource(glob);
    compile(source);
    return source !== matchesNothing;
  } catch {
    return false;
  }
}

// What picomatch writes to refuse ".", ".." and nothing at all as a segment.
const refusal = String.raw`\(\?!(?:\(\?:\^\|\\\/\))?\\\.\{[01],[12]\}\(\?:\\\/\|\$\)\)|\(\?=\.\)`;
const lookAheads = new RegExp(refusal, "g");
// "…or the end", where a look-ahead asks for more: without the look-ahead it would be true of too much.
const deadEnds = new RegExp(String.raw`\|\$\)(?=(?:${refusal})*\(\?=\.\))`, "g");

// What picomatch makes of a glob that it can't translate.
const matchesNothing = "$^";

const linearSource = rememberingLast(rememberedExpressions, (glob: string): string => {
  const { source } = picomatch.makeRe(glob, { dot: true, strictBrackets: true });
  // picomatch escapes every letter beyond ASCII; RE2 knows no such escapes.
  return source
    .replaceAll(deadEnds, ")")
    .replaceAll(lookAheads, "")
    .replaceAll(/\\(?=\P{ASCII})/gu, "");
});
