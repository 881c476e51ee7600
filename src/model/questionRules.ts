/** Which of the things found the words of the question point at. */
import { findWords, likeness, words } from './fold.ts';
import { ALIKE, RANK, type FoundObject, type FoundText, type Judged, type Relevance } from './judged.ts';
import { contentOf, type Question, type TextKind } from './question.ts';
import { valuesOf } from './values.ts';
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
    if (/\p{Script=Han}/u.test(word)) return text.includes(word);
    const wanted = singular(word);
    return line.some(
      (own) => own === wanted || (wanted.length >= 5 && !/\d/.test(wanted) && likeness(own, wanted) >= ALIKE),
    );
  });
}

/** At least this much of a line, or of the question, has to be about the other. */
const MENTIONED_OF_LINE = 0.5;

const MENTIONED_OF_QUESTION = 0.6;

/** Lines that mention what the question is about, and the values that belong to them. */
export function mentioningTexts(texts: readonly FoundText[], question: Question): Judged {
  const mentions = texts.map(({ text }) => mentioned(text, question));
  const about = texts.map(({ text }, index) => {
    const own = mentions[index] ?? [];
    const share = own.length / Math.max(1, contentOf(text).length);
    return (
      own.length > 0 &&
      (share >= MENTIONED_OF_LINE || own.length >= MENTIONED_OF_QUESTION * question.content.length) &&
      !mentions.some((other) => other.length > own.length && own.every((word) => other.includes(word)))
    );
  });
  const keys = texts
    .filter((_, index) => about[index] === true)
    .map((key) => ({ ...key, bare: remainder(key.text, question) === '' }));
  const values = valuesOf(
    keys,
    texts.filter((_, index) => about[index] !== true),
    question.kind,
  );
  return texts.map((text, index): Relevance | undefined => {
    const value = values.find((candidate) => candidate.text === text);
    if (value !== undefined) return { rank: RANK.asked, why: value.why };
    if (about[index] !== true) return undefined;
    const list = (mentions[index] ?? []).map((word) => `"${word}"`).join(', ');
    return { rank: RANK.mentioned, why: `mentions ${list}` };
  });
}

/** What is left of a line without the question's own words. */
export function remainder(text: string, question: Question): string {
  const own = mentioned(text, question).map(singular);
  return words(text)
    .filter((word) => !own.some((mention) => likeness(singular(word), mention) >= ALIKE))
    .join(' ');
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
