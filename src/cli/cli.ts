import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError, type CommandIo, type ExitCode } from './command.ts';
import { COMMANDS } from './commands.ts';
import { suggestion } from '../core/nearest.ts';

/** `vqa-verify`: finds the command, and turns wrong use into a message and an exit code. */
export async function runCli(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h') {
    const text = await overview();
    (first === undefined ? io.stderr : io.stdout).write(text);
    return first === undefined ? 2 : 0;
  }
  if (first === '--version') {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (load === undefined) {
    const known = [...Object.keys(COMMANDS), '--help', '--version'];
    return wrongUse(
      io,
      `vqa-verify: there is no command ${first}${suggestion(first, known)}`,
      'vqa-verify --help',
    );
  }
  const command = await load();
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) {
    io.stdout.write(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return wrongUse(io, `vqa-verify ${first}: ${error.message}`, `vqa-verify ${first} --help`);
  }
}

function wrongUse(io: CommandIo, message: string, help: string): ExitCode {
  io.stderr.write(`${message}\n${help} shows how to use it\n`);
  return 2;
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `vqa-verify COMMAND …

${lines.join('\n')}

vqa-verify COMMAND --help tells more, vqa-verify --version which this is.
`;
}

/** Of the package that this file, bundled or not, is in. */
function version(): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
        return String(manifest.version);
    } catch (error) {
      if (folder === path.dirname(folder)) throw error;
    }
  }
}
