import { readFileSync } from "node:fs";
import { z } from "zod";
import { UserError } from "#core/errors.ts";
import type { GateToken } from "#web/gate-tokens.ts";

/** Credentials of the GitHub App; all three are there or none is. */
export type AppCredentials = {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Also taken, while the App is on its way to a new one; null: only one is. */
  readonly previousWebhookSecret: string | null;
};

/** The process's configuration, read and validated once at start. */
export type Environment = {
  /** Null: no GitHub App is configured yet; the server offers to set one up. */
  readonly credentials: AppCredentials | null;
  /** REST base, without a trailing slash. */
  readonly apiUrl: string;
  /** Where people look at GitHub, without a trailing slash. */
  readonly webUrl: string;
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly sweepSeconds: number;
  /** Who may ask for gates over the API; empty: nobody. */
  readonly gateTokens: readonly GateToken[];
  readonly logLevel: LogLevel;
  readonly logFormat: "json" | "pretty";
  readonly production: boolean;
};

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

const shortestToken = 32;

/** `name=token`, several separated by commas or white space. */
const gateTokens = z.string().transform((list, context): readonly GateToken[] => {
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== "");
  const tokens = entries.map((entry) => {
    const [, name = "", token = ""] = /^([\w.-]{1,64})=(.*)$/.exec(entry) ?? [];
    return { name, token };
  });
  const complain = (message: string) => context.addIssue({ code: "custom", message });
  if (tokens.some(({ name }) => name === "")) {
    complain("each token has a name: jenkins=<token>, several separated by commas");
  } else if (tokens.some(({ token }) => token.length < shortestToken)) {
    complain(
      `each token has at least ${shortestToken} characters; make one with: openssl rand -hex 32`,
    );
  } else if (new Set(tokens.map(({ name }) => name)).size < tokens.length) {
    complain("each name stands once");
  }
  return tokens;
});

const text = z.string().trim().min(1).optional();

const Variables = z.object({
  APP_ID: z.coerce.number("APP_ID is the App's number, e.g. 123456").int().positive().optional(),
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text,
  WEBHOOK_SECRET_PREVIOUS: text,
  GHE_HOST: text,
  GHE_PROTOCOL: z
    .enum(["http", "https"], 'GHE_PROTOCOL is "https" (default) or "http"')
    .default("https"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce
    .number("PORT is a number from 0 to 65535")
    .int()
    .min(0)
    .max(65_535, "PORT is a number from 0 to 65535")
    .default(3000),
  WEBHOOK_PATH: z
    .string()
    .startsWith("/", 'WEBHOOK_PATH starts with "/"')
    .default("/api/github/webhooks"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "DATABASE_URL starts with postgres:// or postgresql://")
    .optional(),
  DATA_DIR: z.string().default("./data"),
  SLUICE_SWEEP_SECONDS: z.coerce
    .number("SLUICE_SWEEP_SECONDS is a number of seconds")
    .min(10, "SLUICE_SWEEP_SECONDS is at least 10")
    .max(86_400)
    .default(300),
  SLUICE_GATE_TOKENS: gateTokens.optional(),
  LOG_LEVEL: z.enum(logLevels, `LOG_LEVEL is one of ${logLevels.join(", ")}`).default("info"),
  LOG_FORMAT: z.enum(["json", "pretty"], 'LOG_FORMAT is "json" or "pretty"').optional(),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads and validates the environment variables.
 *
 * @throws UserError one message that lists every problem
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    throw environmentError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    );
  }
  const v = parsed.data;
  const gheBase = v.GHE_HOST === undefined ? null : `${v.GHE_PROTOCOL}://${v.GHE_HOST}`;
  const production = v.NODE_ENV === "production";
  return {
    credentials: readCredentials(v),
    apiUrl: gheBase === null ? "https://api.github.com" : `${gheBase}/api/v3`,
    webUrl: gheBase ?? "https://github.com",
    host: v.HOST,
    port: v.PORT,
    webhookPath: v.WEBHOOK_PATH,
    databaseUrl: v.DATABASE_URL ?? null,
    dataDir: v.DATA_DIR,
    sweepSeconds: v.SLUICE_SWEEP_SECONDS,
    gateTokens: v.SLUICE_GATE_TOKENS ?? [],
    logLevel: v.LOG_LEVEL,
    logFormat: v.LOG_FORMAT ?? (production ? "json" : "pretty"),
    production,
  };
}

function readCredentials(v: z.infer<typeof Variables>): AppCredentials | null {
  const keyGiven = v.PRIVATE_KEY !== undefined || v.PRIVATE_KEY_PATH !== undefined;
  const previousSecret = v.WEBHOOK_SECRET_PREVIOUS ?? null;
  if (v.APP_ID === undefined && !keyGiven) return null;

  const problems: string[] = [];
  if (v.APP_ID === undefined) problems.push("APP_ID: missing, though a private key is given");
  if (!keyGiven) problems.push("PRIVATE_KEY or PRIVATE_KEY_PATH: missing, though APP_ID is given");
  if (v.WEBHOOK_SECRET === undefined) {
    problems.push("WEBHOOK_SECRET: missing; deliveries can't be trusted without it");
  }
  if (previousSecret !== null && previousSecret === v.WEBHOOK_SECRET) {
    problems.push(
      "WEBHOOK_SECRET_PREVIOUS: the same as WEBHOOK_SECRET; it is the one from before, or empty",
    );
  }
  const privateKey = keyGiven ? readPrivateKey(v, problems) : "";
  if (problems.length > 0) throw environmentError(problems);
  return {
    appId: v.APP_ID ?? 0,
    privateKey,
    webhookSecret: v.WEBHOOK_SECRET ?? "",
    previousWebhookSecret: previousSecret,
  };
}

/** As Probot reads it: PEM, PEM with `\n` written out, base64 of PEM, or a file with PEM. */
function readPrivateKey(v: z.infer<typeof Variables>, problems: string[]): string {
  let pem: string;
  try {
    pem = v.PRIVATE_KEY ?? readFileSync(v.PRIVATE_KEY_PATH ?? "", "utf8");
  } catch {
    problems.push(`PRIVATE_KEY_PATH: the file ${v.PRIVATE_KEY_PATH} can't be read`);
    return "";
  }
  pem = pem.replaceAll("\\n", "\n");
  if (!pem.includes("-----BEGIN")) pem = Buffer.from(pem, "base64").toString("utf8");
  if (!/-----BEGIN (RSA )?PRIVATE KEY-----/.test(pem)) {
    problems.push("PRIVATE_KEY: this is no PEM private key (nor one in base64)");
  }
  return pem;
}

function environmentError(problems: readonly string[]): UserError {
  return new UserError(
    `The environment has ${problems.length === 1 ? "a problem" : "problems"}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    "Set the variables in .env or in the process's environment; .env.example lists them all.",
  );
}
