/** The least that a program in Node does with a file of rows: reads each, parses it and prints it. */
import { createReadStream } from 'node:fs';
import { once } from 'node:events';

let rest = '';
const printed = (line: string): string => JSON.stringify(JSON.parse(line));
const chunks = createReadStream(process.argv[2] ?? '', { highWaterMark: 1 << 20, encoding: 'utf8' });
for await (const chunk of chunks) {
  const lines = (rest + String(chunk)).split('\n');
  rest = lines.pop() ?? '';
  if (lines.length === 0) continue;
  if (!process.stdout.write(`${lines.map(printed).join('\n')}\n`)) await once(process.stdout, 'drain');
}
if (rest !== '') process.stdout.write(`${printed(rest)}\n`);
