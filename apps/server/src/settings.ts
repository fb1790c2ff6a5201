import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { retryDelaysMs } from '@navette/model';
import { z } from 'zod';
import { bounceAddressPattern } from './bounces/return-path.ts';

const timings = z.strictObject({
  leaseMs: z.number().int().positive().default(30_000),
  heartbeatMs: z.number().int().positive().default(10_000),
  /** How often an idle worker looks at the queue; it is woken at once by what arrives here. */
  pollMs: z.number().int().positive().default(1_000),
  /** Delays before each retry of a temporary failure. */
  retryDelaysMs: z
    .array(z.number().int().positive())
    .max(20)
    .default([...retryDelaysMs]),
  /** After an unknown outcome: the partner must say "none" this often, over this time, before a resend. */
  nonesBeforeResend: z.number().int().min(1).default(3),
  nonesOverMs: z.number().int().positive().default(120_000),
  /** When a partner that can be asked is asked what became of a document; the last delay repeats. */
  confirmDelaysMs: z
    .array(z.number().int().positive())
    .min(1)
    .default([3_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000]),
});

const shape = z.strictObject({
  role: z.enum(['all', 'web', 'worker']).default('all'),
  host: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.coerce.number().int().min(0).max(65_535).default(4780),
  /** When the port is taken, the next free one is used instead of stopping. */
  nextFreePort: z.boolean().default(false),
  dataDir: z.string().default('data'),
  /**
   * How many proxies of one's own stand in front: who is calling is read from X-Forwarded-For, as the first of them wrote it. What
   * a caller writes there himself stands before that, and is not believed. `true` is one.
   */
  trustProxy: z.union([z.boolean(), z.number().int().min(0).max(10)]).default(false),
  /** The address people type; needed behind a proxy, for cookies and links. */
  publicUrl: z.url().optional(),
  databaseUrl: z.string().optional(),
  masterKey: z.string().optional(),
  /** `host` or `host:port` of partners inside the operator's own network. */
  allowedHosts: z.array(z.string()).default([]),
  /** Folders that applications may write to; whatever lies outside is refused. */
  folderRoots: z.array(z.string().refine(isAbsolute, 'must be an absolute path')).default([]),
  /** What belongs to whoever hosts Navette at partners, by application and field; `operator-values.ts` checks the names. */
  partners: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** The server that mails leave by, where a firm has none of its own: `smtp://…` or `smtps://…`. Needs `mailFrom`. */
  smtpUrl: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Who they come from: an address, or `Navette <navette@exemple.fr>`. */
  mailFrom: z
    .string()
    .regex(/^([^<>]*<[^<>\s]+@[^<>\s]+>|[^<>\s]+@[^<>\s]+)$/)
    .optional(),
  /** Where documents sent by e-mail come back to, at the operator’s own mailbox: `rebonds@exemple.fr` or `@rebonds.exemple.fr`. */
  bounceAddress: z.string().toLowerCase().regex(bounceAddressPattern).optional(),
  /** The mailbox where those are read: `imaps://user:password@host:993/INBOX`, or `imap://…:143`. */
  bounceImapUrl: z.url({ protocol: /^imaps?$/ }).optional(),
  /** Or the domain whose mail comes straight to this process, and where it listens: an MX record leads here. */
  bounceDomain: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .optional(),
  bounceHost: z.string().default('0.0.0.0'),
  bouncePort: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Files in PEM, for STARTTLS there. */
  bounceCertificate: z.string().optional(),
  bounceKey: z.string().optional(),
  /** Intake stops with 507 below this. */
  minFreeBytes: z.coerce.number().int().min(0).default(268_435_456),
  /** How many documents one process sends at once. */
  places: z.coerce.number().int().min(1).max(1_000).default(32),
  /** What one person, key or address may ask in a minute; paired computers have 50 times as many. */
  requestsPerMinute: z.coerce.number().int().min(10).default(1_200),
  /** After a signal, what is still under way is given up past this. */
  stopMs: z.coerce.number().int().positive().default(10_000),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  timings: timings.default(timings.parse({})),
});

/** Bounces that nobody reads would be documents that nobody misses. */
const together: readonly (readonly (keyof z.infer<typeof shape>)[])[] = [
  ['bounceAddress', 'bounceImapUrl'],
  ['bounceDomain', 'bouncePort'],
  ['bounceCertificate', 'bounceKey'],
];

const schema = shape.superRefine((settings, context) => {
  for (const names of together) {
    const given = names.filter((name) => settings[name] !== undefined);
    if (given.length === 0) continue;
    const message = `is needed with ${given.map((name) => nameOf([name])).join(', ')}`;
    for (const name of names)
      if (!given.includes(name)) context.addIssue({ code: 'custom', path: [name], message });
  }
});

export type Settings = z.infer<typeof schema>;
export type Timings = z.infer<typeof timings>;

/** Environment variables, and the settings they give. `docs/operations/running.md` lists them; a test compares the two. */
export const variables: Readonly<Record<string, keyof Settings>> = {
  NAVETTE_ROLE: 'role',
  NAVETTE_HOST: 'host',
  NAVETTE_PORT: 'port',
  NAVETTE_NEXT_FREE_PORT: 'nextFreePort',
  NAVETTE_DATA: 'dataDir',
  NAVETTE_TRUST_PROXY: 'trustProxy',
  NAVETTE_PUBLIC_URL: 'publicUrl',
  DATABASE_URL: 'databaseUrl',
  NAVETTE_MASTER_KEY: 'masterKey',
  NAVETTE_ALLOWED_HOSTS: 'allowedHosts',
  NAVETTE_FOLDER_ROOTS: 'folderRoots',
  NAVETTE_PARTNERS: 'partners',
  NAVETTE_SMTP_URL: 'smtpUrl',
  NAVETTE_MAIL_FROM: 'mailFrom',
  NAVETTE_BOUNCE_ADDRESS: 'bounceAddress',
  NAVETTE_BOUNCE_IMAP_URL: 'bounceImapUrl',
  NAVETTE_BOUNCE_DOMAIN: 'bounceDomain',
  NAVETTE_BOUNCE_HOST: 'bounceHost',
  NAVETTE_BOUNCE_PORT: 'bouncePort',
  NAVETTE_BOUNCE_CERTIFICATE: 'bounceCertificate',
  NAVETTE_BOUNCE_KEY: 'bounceKey',
  NAVETTE_MIN_FREE_BYTES: 'minFreeBytes',
  NAVETTE_PLACES: 'places',
  NAVETTE_REQUESTS_PER_MINUTE: 'requestsPerMinute',
  NAVETTE_LOG_LEVEL: 'logLevel',
  NAVETTE_TIMINGS: 'timings',
};

const switches: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/**
 * Settings from the environment, over those of `navette.json` in the data folder. @throws Error naming the variable that is
 * wrong, never its value.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const dataDir = resolve(environment.NAVETTE_DATA ?? 'data');
  const values: Record<string, unknown> = { ...readFile(join(dataDir, 'navette.json')), dataDir };
  for (const [variable, name] of Object.entries(variables)) {
    const text = environment[variable];
    if (text !== undefined && text !== '' && name !== 'dataDir')
      values[name] = readValue(name, text, variable);
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${nameOf(path)}: ${message}`);
  throw new Error(`Settings are not valid: ${problems.join('; ')}`);
}

/** `['port']` → `NAVETTE_PORT`; the name in `navette.json` where no variable sets it. */
function nameOf(path: readonly PropertyKey[]): string {
  const variable = Object.keys(variables).find((each) => variables[each] === path[0]);
  return [variable ?? path[0] ?? 'navette.json', ...path.slice(1)].map(String).join('.');
}

function readFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  const values = z.record(z.string(), z.unknown()).safeParse(parseJson(readFileSync(path, 'utf8'), path));
  if (!values.success) throw new Error(`${path} is not a JSON object`);
  return values.data;
}

/** @throws Error without the parser's own words, which quote the text */
function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${where} is not JSON`);
  }
}

function readValue(name: keyof Settings, text: string, variable: string): unknown {
  if (name === 'allowedHosts') return readList(text, ',');
  if (name === 'folderRoots') return readList(text, delimiter);
  if (name === 'trustProxy' && /^\s*\d{1,2}\s*$/.test(text)) return Number(text);
  if (name === 'nextFreePort' || name === 'trustProxy')
    return switches.get(text.trim().toLowerCase()) ?? text;
  return name === 'timings' || name === 'partners' ? parseJson(text, variable) : text;
}

function readList(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
