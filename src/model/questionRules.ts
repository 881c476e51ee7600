/** Which of the things found the words of the question point at. */
import { findWords, likeness, words } from './fold.ts';
import { ALIKE, RANK, type FoundObject, type FoundText, type Judged, type Relevance } from './judged.ts';
import { readQuestion, type Question, type TextKind } from './question.ts';
import { besides } from './readingOrder.ts';
import { nameFor, singular } from './vocabulary.ts';

export function askedObject(label: string, question: Question): Relevance | undefined {
  const name = nameFor(label, question.words);
  return name === undefined ? undefined : { rank: RANK.asked, why: `the question asks about "${name}"` };
}

export function textsOnObjects(
  texts: readonly FoundText[],
  objects: readonly FoundObject[],
  asked: Judged,
): Judged {
  const judged = texts.map(({ box }): Relevance | undefined => {
    const x = (box[0] + box[2]) / 2;
    const y = (box[1] + box[3]) / 2;
    const on = objects.find(
      ({ box: [x1, y1, x2, y2] }, index) =>
        asked[index] !== undefined && x >= x1 && x <= x2 && y >= y1 && y <= y2,
    );
    return on === undefined ? undefined : { rank: RANK.asked, why: `text on the ${on.label}` };
  });
  return judged.some((relevance) => relevance !== undefined) ? judged : [];
}

export function quotedTexts(texts: readonly FoundText[], question: Question): Judged {
  return texts.map(({ text }) => {
    const phrase = question.quoted.find((quoted) => findWords(text, quoted) !== undefined);
    return phrase === undefined ? undefined : { rank: RANK.asked, why: `reads "${phrase}" of the question` };
  });
}

/** The question's words that a line holds, for the most part spelt alike. */
export function mentioned(text: string, question: Question): string[] {
  const line = words(text).map(singular);
  return question.content.filter((word) => {
    if (/[\p{Script=Han}]/u.test(word)) return sharedHan(text, word) !== undefined;
    const wanted = singular(word);
    return line.some(
      (own) => own === wanted || (wanted.length >= 5 && !/\d/.test(wanted) && likeness(own, wanted) >= ALIKE),
    );
  });
}

/** Chinese has no word breaks: two characters in a row that both texts share stand for a word. */
function sharedHan(text: string, sentence: string): string | undefined {
  const characters = Array.from(sentence);
  for (let at = 0; at + 1 < characters.length; at++) {
    const pair = `${characters[at] ?? ''}${characters[at + 1] ?? ''}`;
    if (/^\p{Script=Han}{2}$/u.test(pair) && text.includes(pair)) return pair;
  }
  return undefined;
}

/** At least this much of a line, or of the question, has to be about the other. */
const MENTIONED_OF_LINE = 0.5;

const MENTIONED_OF_QUESTION = 0.6;

/**
 * Lines that mention what the question is about. What is asked for
 * often stands beside such a line, as in a menu, a receipt or a table.
 */
export function mentioningTexts(texts: readonly FoundText[], question: Question): Judged {
  const mentions = texts.map(({ text }) => mentioned(text, question));
  const about = texts.map(({ text }, index) => {
    const own = mentions[index] ?? [];
    const share = own.length / Math.max(1, readQuestion(text).content.length);
    return (
      own.length > 0 &&
      (share >= MENTIONED_OF_LINE || own.length >= MENTIONED_OF_QUESTION * question.content.length) &&
      !mentions.some((other) => other.length > own.length && own.every((word) => other.includes(word)))
    );
  });
  const judged = texts.map((_, index): Relevance | undefined =>
    about[index] === true
      ? {
          rank: RANK.mentioned,
          why: `mentions ${(mentions[index] ?? []).map((word) => `"${word}"`).join(', ')}`,
        }
      : undefined,
  );
  texts.forEach((key, index) => {
    if (about[index] !== true) return;
    const value = valueBeside(
      key,
      texts.filter((_, at) => about[at] !== true),
      question,
    );
    if (value === undefined) return;
    const name = question.kind?.text.test(value.text) === true ? question.kind.name : 'the value';
    judged[texts.indexOf(value)] = { rank: RANK.asked, why: `${name} beside "${key.text}"` };
  });
  return judged;
}

/** What is left of a line without the question's own words. */
export function remainder(text: string, question: Question): string {
  const own = mentioned(text, question).map(singular);
  return words(text)
    .filter((word) => !own.some((mention) => likeness(singular(word), mention) >= ALIKE))
    .join(' ');
}

/**
 * The nearest text on the key's row that can be its value: one of the kind that is asked for, else a number
 * to the right of a key that says nothing but what the question says.
 */
function valueBeside(
  key: FoundText,
  others: readonly FoundText[],
  question: Question,
): FoundText | undefined {
  const { kind } = question;
  const bare = !/\d/.test(key.text) && remainder(key.text, question) === '';
  const distance = ({ box }: FoundText): number => Math.abs(box[0] + box[2] - key.box[0] - key.box[2]);
  const row = others.filter(({ box }) => besides(box, key.box)).sort((a, b) => distance(a) - distance(b));
  return (
    row.find(({ text }) => kind?.text.test(text) === true) ??
    (bare ? row.find(({ text, box }) => /\d/.test(text) && box[0] >= key.box[2]) : undefined)
  );
}

export function ofKind(texts: readonly FoundText[], judged: Judged, kind: TextKind | undefined): Judged {
  if (kind === undefined) return [];
  return judged.map((relevance, index) => (kind.text.test(texts[index]?.text ?? '') ? relevance : undefined));
}

export function textsOfKind(texts: readonly FoundText[], { kind }: Question): Judged {
  if (kind === undefined) return [];
  return texts.map(({ text }) =>
    kind.text.test(text) ? { rank: RANK.kind, why: `looks like ${kind.name}` } : undefined,
  );
}

/** Text this large, compared with the largest, belongs to what a sign says. */
const PROMINENT = 0.6;

export function prominentTexts(texts: readonly FoundText[]): Judged {
  const size = ({ box }: FoundText): number => Math.min(box[3] - box[1], box[2] - box[0]);
  const largest = Math.max(0, ...texts.map(size));
  return texts.map((text) =>
    size(text) >= PROMINENT * largest ? { rank: RANK.prominent, why: 'the largest text' } : undefined,
  );
}
