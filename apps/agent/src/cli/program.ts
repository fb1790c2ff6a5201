/** The command line: what can be asked, and what each command prints. */
import { hostname } from 'node:os';
import { NavetteError } from '@navette/model';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addHotFolder, removeHotFolder } from '../folders/add.ts';
import { readConfiguration } from '../home/configuration.ts';
import { defaultHomeDir, openHomeDir } from '../home/home-dir.ts';
import { type PairRequest, pair } from '../pair/pair.ts';
import { agentVersion } from '../version.ts';
import { askHidden, askPassword } from './ask-password.ts';
import { createOutput, exitCodeOf, exitCodes, type Output, UsageError } from './output.ts';
import { runCommand } from './run.ts';
import { showStatus } from './status.ts';
import { type Language, say, typeNames, type Word } from './words.ts';

/** Runs one command. @param words the arguments after the program's name @returns the exit code */
export async function runProgram(words: readonly string[]): Promise<number> {
  const language: Language = readOption(words, '--lang') === 'en' ? 'en' : 'fr';
  const output = createOutput(language, words.includes('--json'));
  try {
    await createProgram(output).parseAsync(words, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const failure = error instanceof CommanderError ? toUsageError(error) : error;
    output.fail(failure);
    return exitCodeOf(failure);
  }
}

/** Read before anything else, since the help is in that language. */
function readOption(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  return at < 0 ? undefined : (words[at]?.split('=')[1] ?? words[at + 1]);
}

const usageWords: Readonly<Record<string, Word>> = {
  'commander.unknownOption': 'usageUnknown',
  'commander.unknownCommand': 'usageUnknown',
  'commander.excessArguments': 'usageUnknown',
  'commander.invalidArgument': 'usageInvalid',
};

function toUsageError(error: CommanderError): UsageError {
  const what = /'([^']+)'/.exec(error.message)?.[1] ?? '…';
  return new UsageError(usageWords[error.code] ?? 'usageMissing', { what });
}

function createProgram(output: Output): Command {
  const program = prepare(new Command('navette-agent'), 'program', output).version(agentVersion);
  const command = (words: string, description: Word) =>
    prepare(program.command(words), description, output).option(
      '--home <dir>',
      say('home', output.language),
      defaultHomeDir(),
    );
  addPair(command('pair', 'pair'), output);
  addAdd(command('add', 'add'), output);
  command('list', 'list').action((options: HomeOption) => list(options, output));
  command('remove <which>', 'remove').action((which: string, options: HomeOption) =>
    remove(which, options, output),
  );
  addRun(command('run', 'run'), output);
  command('status', 'status').action(async (options: HomeOption) =>
    showStatus(await openHomeDir(options.home), output),
  );
  return program;
}

function prepare(command: Command, description: Word, { language }: Output): Command {
  return command
    .description(say(description, language))
    .option('--lang <language>', say('lang', language), 'fr')
    .option('--json', say('json', language))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

interface HomeOption {
  readonly home: string;
}

interface PairOptions extends HomeOption {
  readonly url: string;
  readonly webServiceId: string;
  readonly email: string;
  readonly passwordStdin?: boolean;
  readonly code?: string;
  readonly name: string;
}

function addPair(command: Command, output: Output): void {
  const { language } = output;
  command
    .requiredOption('--url <url>', say('pairUrl', language))
    .requiredOption('--web-service-id <id>', say('pairId', language))
    .requiredOption('--email <email>', say('pairEmail', language))
    .option('--password-stdin', say('pairStdin', language))
    .option('--code <code>', say('pairCode', language))
    .option('--name <name>', say('pairName', language), hostname() || 'poste')
    .action(async (options: PairOptions) => {
      const password = await askPassword(say('password', language), options.passwordStdin === true);
      const home = await openHomeDir(options.home);
      const { server, dropped } = await pairAskingCode(home, { ...options, password }, language);
      const { url, agentId, firm, user } = server;
      output.tell(
        { paired: true, url, agentId, firm, user, dropped },
        say('paired', language, { firm: firm.name, email: user.email }),
        ...(dropped > 0 ? [say('dropped', language, { count: dropped })] : []),
      );
    });
}

/** An account with a second factor asks for its code: at the keyboard, where there is one and `--code` was not given. */
async function pairAskingCode(home: string, request: PairRequest, language: Language) {
  try {
    return await pair(home, request, { language });
  } catch (error) {
    const isAsked = error instanceof NavetteError && error.code === 'second_factor_needed';
    if (!isAsked || !process.stdin.isTTY) throw error;
    return pair(home, { ...request, code: await askHidden(say('code', language)) }, { language });
  }
}

interface AddOptions extends HomeOption {
  readonly deposit: string;
  readonly archive?: string;
  readonly client: string;
  readonly folder: string;
  readonly description?: string;
  readonly type?: keyof typeof typeNames;
  readonly recreateSubFolders?: boolean;
  readonly createFolder?: boolean;
}

function addAdd(command: Command, output: Output): void {
  const { language } = output;
  command
    .requiredOption('--deposit <dir>', say('addDeposit', language))
    .option('--archive <dir>', say('addArchive', language))
    .requiredOption('--client <client>', say('addClient', language))
    .requiredOption('--folder <path>', say('addFolder', language))
    .option('--description <text>', say('addDescription', language))
    .option('--type <type>', `${say('addType', language)} (${Object.keys(typeNames).join(', ')})`, parseType)
    .option('--recreate-sub-folders', say('addSubFolders', language))
    .option('--create-folder', say('addCreate', language))
    .action((options: AddOptions) => add(options, output));
}

async function add(options: AddOptions, output: Output): Promise<void> {
  const { language } = output;
  const hotFolder = await addHotFolder(await openHomeDir(options.home), {
    depositDir: options.deposit,
    archiveDir: options.archive ?? null,
    client: options.client,
    folder: options.folder,
    description: options.description ?? null,
    documentType: options.type === undefined ? null : (typeNames[options.type] ?? null),
    keepsSubFolders: options.recreateSubFolders === true,
    createsFolder: options.createFolder === true,
  });
  const { depositDir: deposit, archiveDir: archive, clientName: client, folderPath: folder } = hotFolder;
  const warning = archive === null ? say('noArchive', language) : null;
  output.tell(
    { added: hotFolder, warning },
    say('added', language, { deposit, client, folder }),
    warning ?? say('addedArchive', language, { archive: archive ?? '' }),
  );
}

async function list(options: HomeOption, output: Output): Promise<void> {
  const { hotFolders } = await readConfiguration(await openHomeDir(options.home));
  const lines = hotFolders.map(
    ({ id, description, depositDir, archiveDir, clientName, folderPath }) =>
      `${id}  ${description} : ${depositDir} → ${clientName} ${folderPath} (${archiveDir ?? say('noArchive', output.language)})`,
  );
  output.tell({ hotFolders }, ...(lines.length > 0 ? lines : [say('nothingListed', output.language)]));
}

async function remove(which: string, options: HomeOption, output: Output): Promise<void> {
  const removed = await removeHotFolder(await openHomeDir(options.home), which);
  output.tell({ removed }, say('removed', output.language, { deposit: removed.depositDir }));
}

interface RunOptions extends HomeOption {
  readonly parallel: number;
  readonly rescanMs?: number;
  readonly quietMs?: number;
}

function addRun(command: Command, output: Output): void {
  const { language } = output;
  command
    .option('--parallel <n>', say('runParallel', language), parseCount, 4)
    .option('--rescan-ms <ms>', say('runRescan', language), parseCount)
    .option('--quiet-ms <ms>', say('runQuiet', language), parseCount)
    .action(async ({ home, parallel, rescanMs, quietMs }: RunOptions) =>
      runCommand(await openHomeDir(home), { parallel, rescanMs, quietMs }, output),
    );
}

function parseCount(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('');
  return number;
}

function parseType(text: string): string {
  if (!Object.hasOwn(typeNames, text)) throw new InvalidArgumentError('');
  return text;
}
