import { isObject, type Json, type JsonPath } from '../../json.ts';
import type { Finding, Rule } from '../rule.ts';

/** Half of a pair that stands alone; a pair is one character to a pattern with this flag. */
const LONE = /\p{Surrogate}/u;

/** JSON can hold half a character as `\ud83d`; UTF-8 cannot, and Python raises when such a text is encoded. */
export const loneSurrogate: Rule = {
  name: 'lone-surrogate',
  check: ({ row, sample }) => {
    const { image, question, caption, answers } = sample;
    const read = [image, question, caption].map(({ path, raw }): Place => [path, raw]);
    const texts = new Map(
      [...read, ...elements(answers.path, answers.raw), ...turns(row.messages)]
        .filter(
          (place): place is readonly [JsonPath, string] =>
            typeof place[1] === 'string' && LONE.test(place[1]),
        )
        .map(([path, text]) => [JSON.stringify(path), { path, text }]),
    );
    return [...texts.values()].flatMap(finding);
  },
};

type Place = readonly [path: JsonPath, value: Json | undefined];

function finding({ path, text }: { readonly path: JsonPath; readonly text: string }): readonly Finding[] {
  const half = LONE.exec(text);
  if (half === null) return [];
  const code = half[0].charCodeAt(0).toString(16);
  const message =
    `character ${half.index + 1} is \\u${code}, half of a surrogate pair: it cannot be written in UTF-8, ` +
    'and tokenizers raise UnicodeEncodeError on it';
  return [{ severity: 'warning', message, path }];
}

function elements(path: JsonPath, raw: Json | undefined): readonly Place[] {
  if (!Array.isArray(raw)) return [[path, raw]];
  return raw.map((element, i): Place =>
    isObject(element) ? [[...path, i, 'answer'], element.answer] : [[...path, i], element],
  );
}

function turns(messages: Json | undefined): readonly Place[] {
  if (!Array.isArray(messages)) return [];
  return messages.map((turn, i): Place => [
    ['messages', i, 'content'],
    isObject(turn) ? turn.content : undefined,
  ]);
}
